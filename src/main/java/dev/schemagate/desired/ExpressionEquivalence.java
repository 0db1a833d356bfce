package dev.schemagate.desired;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SqlText;

/**
 * Whether two expressions mean the same. What text alone does not settle is collected, and {@link #settle} lets PostgreSQL
 * itself print both as its planner understands them. EXPLAIN locks nothing above ACCESS SHARE, and may run a function only where
 * {@link Trust} says so: otherwise the text decides.
 */
public final class ExpressionEquivalence {

    /**
     * Two expressions to compare.
     *
     * @param type what both are cast to, empty for none
     * @param table what their columns belong to, as SQL; empty where they have none
     */
    record Pair(String asked, String actual, String type, String table) {}

    private final Map<Pair, Boolean> known = new HashMap<>();
    private final Set<Pair> open = new LinkedHashSet<>();

    /** Both absent, or both the same; true for now where the server has to be asked. {@code on} has the table whose columns they may use. */
    boolean same(@Nullable String asked, @Nullable String actual, String type, @Nullable DesiredObject on) {
        if (asked == null || actual == null) {
            return asked == null && actual == null;
        }
        String schema = on == null ? "" : on.schema();
        String table = on == null ? "" : on.sqlName();
        String left = ExpressionText.normal(asked, type);
        String right = ExpressionText.normal(actual, type);
        if (left.equals(right)) {
            return true;
        }
        if (!collations(asked, schema).equals(collations(actual, schema))) {
            return false;
        }
        Pair pair = new Pair(asked, actual, type, table);
        Boolean answer = known.get(pair);
        if (answer == null) {
            open.add(pair);
            return true;
        }
        return answer;
    }

    /** EXPLAIN prints no COLLATE; the catalog does not print the schema of the table, nor the server's own. */
    private static List<QualifiedName> collations(String expression, String schema) {
        return SqlText.collations(expression).stream()
                .map(name -> schema.equals(name.schema()) || "pg_catalog".equals(name.schema())
                        ? QualifiedName.unqualified(name.name())
                        : name)
                .toList();
    }

    /** Asks the server for all open pairs, with one query. False where there were none. */
    public boolean settle(Connection session, Acting acting) throws SQLException {
        if (open.isEmpty()) {
            return false;
        }
        List<Pair> pairs = List.copyOf(open);
        open.clear();
        List<Boolean> answers = Explain.compare(session, acting, pairs);
        for (int i = 0; i < pairs.size(); i++) {
            known.put(pairs.get(i), answers.get(i));
        }
        return true;
    }
}
