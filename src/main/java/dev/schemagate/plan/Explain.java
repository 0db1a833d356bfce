package dev.schemagate.plan;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.schemagate.db.SqlState;
import dev.schemagate.plan.Meaning.Pair;

/** Lets PostgreSQL print expressions in its own words, after folding what is constant. */
final class Explain {

    private Explain() {}

    /** For each pair whether both are printed alike; false where the server cannot make sense of one. Needs a transaction. */
    static List<Boolean> compare(Connection session, List<Pair> pairs) throws SQLException {
        Savepoint before = session.setSavepoint();
        try {
            List<Boolean> same = explain(session, pairs);
            session.releaseSavepoint(before);
            return same;
        } catch (SQLException e) {
            session.rollback(before);
            String state = SqlState.of(e);
            if (SqlState.isNoService(state) || SqlState.isConflict(state)) {
                throw e;
            }
            if (pairs.size() == 1) {
                return List.of(false);
            }
        }
        List<Boolean> same = new ArrayList<>();
        for (Pair pair : pairs) {
            same.addAll(compare(session, List.of(pair)));
        }
        return same;
    }

    private static List<Boolean> explain(Connection session, List<Pair> pairs) throws SQLException {
        String sql = pairs.stream().map(Explain::select).collect(Collectors.joining(" UNION ALL "));
        // One statement a message: whatever an expression holds, nothing else can follow it.
        try (PreparedStatement statement =
                        session.prepareStatement(escape("EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) " + sql));
                ResultSet row = statement.executeQuery()) {
            row.next();
            JsonNode plan = Facts.JSON.readTree(row.getString(1)).path(0).path("Plan");
            List<Boolean> same = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                JsonNode output = (pairs.size() == 1 ? plan : plan.path("Plans").path(i)).path("Output");
                same.add(output.size() == 2 && print(output.path(0)).equals(print(output.path(1))));
            }
            return same;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String select(Pair pair) {
        return "SELECT " + value(pair.asked(), pair.type()) + ", " + value(pair.actual(), pair.type())
                + (pair.table().isEmpty() ? "" : " FROM ONLY " + pair.table());
    }

    private static String value(String expression, String type) {
        return "((" + expression + "\n)" + (type.isEmpty() ? "" : "::" + type) + ")::text";
    }

    private static String print(JsonNode output) {
        return output.asText().replaceAll("CURRENT_TIMESTAMP(?!\\()", "now()");
    }

    /** The driver takes a question mark for a parameter. */
    private static String escape(String sql) {
        return sql.replace("?", "??");
    }
}
