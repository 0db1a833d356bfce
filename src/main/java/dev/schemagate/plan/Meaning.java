package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether two expressions mean the same. What text alone does not settle is collected, and {@link #settle} lets PostgreSQL
 * itself print both as its planner understands them: EXPLAIN runs nothing and locks nothing above ACCESS SHARE.
 */
final class Meaning {

    /**
     * Two expressions to compare.
     *
     * @param type what both are cast to, empty for none
     * @param table what their columns belong to, as SQL; empty where they have none
     */
    record Pair(String asked, String actual, String type, String table) {}

    private final Map<Pair, Boolean> known = new HashMap<>();
    private final Set<Pair> open = new LinkedHashSet<>();

    /** Both absent, or both the same; true for now where the server has to be asked. */
    boolean same(@Nullable String asked, @Nullable String actual, String type, String base, String table) {
        if (asked == null || actual == null) {
            return asked == null && actual == null;
        }
        String left = ExpressionText.normal(asked, base);
        String right = ExpressionText.normal(actual, base);
        if (left.equals(right)) {
            return true;
        }
        Pair pair = new Pair(asked, actual, type, table);
        Boolean answer = known.get(pair);
        if (answer == null) {
            open.add(pair);
            return true;
        }
        return answer;
    }

    /** Asks the server for all open pairs, with one query. False where there were none. */
    boolean settle(Connection session) throws SQLException {
        if (open.isEmpty()) {
            return false;
        }
        List<Pair> pairs = List.copyOf(open);
        open.clear();
        List<Boolean> answers = Explain.compare(session, pairs);
        for (int i = 0; i < pairs.size(); i++) {
            known.put(pairs.get(i), answers.get(i));
        }
        return true;
    }
}
