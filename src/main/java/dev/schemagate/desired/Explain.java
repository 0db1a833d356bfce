package dev.schemagate.desired;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.schemagate.db.Database;
import dev.schemagate.db.SqlState;
import dev.schemagate.desired.ExpressionEquivalence.Pair;
import dev.schemagate.sql.Identifiers;

/** Lets PostgreSQL print expressions in its own words, after folding what is constant. */
final class Explain {

    /** {@code CURRENT_TIMESTAMP} is another spelling of {@code now()}; what stands in quotes stays as it is. */
    private static final Pattern NOW = Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|CURRENT_TIMESTAMP(?!\\()");

    /**
     * The table hangs on a row of its own: alone, a table without rows of its own (a partitioned one) would vanish from the
     * plan, and its expressions with it.
     */
    private static final String FROM = " FROM (SELECT) AS \"the row that is always there\" LEFT JOIN ONLY ";

    /** Takes back the settings, too. */
    private static final String BACK = "ROLLBACK TO SAVEPOINT before_explain; RELEASE SAVEPOINT before_explain";

    private Explain() {}

    /** For each pair whether both are printed alike; false where the server cannot make sense of one. Needs a transaction. */
    static List<Boolean> compare(Connection session, Acting acting, List<Pair> pairs) throws SQLException {
        Trust trust = Trust.ask(session, pairs);
        Map<Pair, Boolean> same = new HashMap<>();
        Map<String, List<Pair>> byRole =
                pairs.stream().filter(trust::mayBePlanned).collect(Collectors.groupingBy(trust::role));
        for (Map.Entry<String, List<Pair>> group : byRole.entrySet()) {
            List<Boolean> answers = compareAs(session, settings(acting, group.getKey()), group.getValue());
            for (int i = 0; i < answers.size(); i++) {
                same.put(group.getValue().get(i), answers.get(i));
            }
        }
        return pairs.stream().map(pair -> same.getOrDefault(pair, false)).toList();
    }

    /** For a subtransaction: what names mean, who looks, and no constraint taken into account. */
    private static String settings(Acting acting, String role) {
        return acting.enter() + ", pg_catalog.set_config('constraint_exclusion', 'off', true)"
                + (role.isEmpty() ? "" : ", pg_catalog.set_config('role', " + Identifiers.literal(role) + ", true)");
    }

    private static List<Boolean> compareAs(Connection session, String settings, List<Pair> pairs) throws SQLException {
        try {
            Database.execute(session, "SAVEPOINT before_explain; " + settings);
            List<Boolean> same = explain(session, pairs);
            Database.execute(session, BACK);
            return same;
        } catch (SQLException e) {
            String state = SqlState.of(e);
            if (SqlState.isNoService(state) || SqlState.isConflict(state) || state.equals(SqlState.QUERY_CANCELED)) {
                throw e;
            }
            Database.execute(session, BACK);
            if (pairs.size() == 1) {
                return List.of(false);
            }
        }
        List<Boolean> same = new ArrayList<>();
        for (Pair pair : pairs) {
            same.addAll(compareAs(session, settings, List.of(pair)));
        }
        return same;
    }

    private static List<Boolean> explain(Connection session, List<Pair> pairs) throws SQLException {
        String sql = IntStream.range(0, pairs.size())
                .mapToObj(i -> select(i, pairs.get(i)))
                .collect(Collectors.joining(" UNION ALL "));
        // One statement a message: whatever an expression holds, nothing else can follow it.
        try (PreparedStatement statement =
                        session.prepareStatement(escape("EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) " + sql));
                ResultSet row = statement.executeQuery()) {
            row.next();
            JsonNode plan = CatalogRow.JSON.readTree(row.getString(1)).path(0).path("Plan");
            List<Boolean> same = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                JsonNode output = output(plan, String.valueOf(i));
                same.add(print(output.path(1)).equals(print(output.path(2))));
            }
            return same;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String select(int number, Pair pair) {
        return "SELECT " + number + ", " + value(pair.asked(), pair.type()) + ", " + value(pair.actual(), pair.type())
                + (pair.table().isEmpty() ? "" : FROM + pair.table() + " ON true");
    }

    /** What the part of the plan puts out whose first column is that number. */
    private static JsonNode output(JsonNode plan, String number) {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(plan));
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            JsonNode output = node.path("Output");
            if (output.size() == 3 && output.path(0).asText().equals(number)) {
                return output;
            }
            node.path("Plans").forEach(open::push);
        }
        throw new IllegalStateException("the plan does not show pair " + number + ": " + plan);
    }

    private static String value(String expression, String type) {
        return "((" + expression + "\n)" + (type.isEmpty() ? "" : "::" + type) + ")::text";
    }

    private static String print(JsonNode output) {
        return NOW.matcher(output.asText()).replaceAll(found -> {
            String word = found.group();
            return Matcher.quoteReplacement(word.startsWith("C") ? "now()" : word);
        });
    }

    /** The driver takes a question mark for a parameter. */
    private static String escape(String sql) {
        return sql.replace("?", "??");
    }
}
