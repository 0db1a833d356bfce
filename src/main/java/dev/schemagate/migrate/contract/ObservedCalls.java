package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Wording;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.SqlText;
import dev.schemagate.sql.Usage;

/**
 * Whether pg_stat_statements shows calls of statements that use the object. It proves nothing unused: it says that no use was observed
 * for a time, in which no entry was thrown away.
 *
 * @param writes whether a quiet time that begins is noted
 */
record ObservedCalls(ContractStore store, boolean writes, Duration quiet) implements ContractCheck {

    private static final String EXTENSION = """
            SELECT n.nspname, pg_has_role('pg_read_all_stats', 'USAGE'), current_user FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'
            """;

    private static final String NOT_OBSERVED = "calls were not observed: ";

    /** What the server counted, and the texts of what it counted. */
    private record Observed(CallSample sample, Map<String, String> texts) {}

    @Override
    public Sight look(Contract contract, Connection session) throws SQLException {
        Usage usage = contract.usage().orElse(null);
        if (usage == null || quiet.isZero()) {
            return Sight.NOTHING;
        }
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(EXTENSION)) {
            if (!row.next()) {
                return Sight.note(NOT_OBSERVED + "this database has no extension pg_stat_statements");
            }
            if (!row.getBoolean(2)) {
                return Sight.note(NOT_OBSERVED + "run as an administrator: GRANT pg_read_all_stats TO "
                        + Identifiers.quote(row.getString(3)) + ";");
            }
            String schema = Identifiers.quote(row.getString(1));
            try {
                return judge(contract, observe(session, schema, usage), session);
            } catch (SQLException e) {
                return unreadable(e, schema, row.getString(3));
            }
        }
    }

    /** The library is not loaded, the extension is older than its library, or its schema is closed. */
    private static Sight unreadable(SQLException e, String schema, String user) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        String advice =
                switch (state) {
                    case "55000" -> "add pg_stat_statements to shared_preload_libraries";
                    case "42P01", "42703" -> "run as an administrator: ALTER EXTENSION pg_stat_statements UPDATE;";
                    case "42501" ->
                        "run as an administrator: GRANT USAGE ON SCHEMA " + schema + " TO " + Identifiers.quote(user)
                                + "; GRANT SELECT ON " + schema + ".pg_stat_statements, " + schema
                                + ".pg_stat_statements_info TO " + Identifiers.quote(user) + ";";
                    default -> throw e;
                };
        return Sight.note(NOT_OBSERVED + DatabaseException.text(e) + "; " + advice);
    }

    private static Observed observe(Connection session, String schema, Usage usage) throws SQLException {
        Map<String, String> texts = new HashMap<>();
        Map<String, Long> calls = new TreeMap<>();
        String sql = "SELECT concat_ws('/', userid, queryid, toplevel), sum(calls), min(query) FROM " + schema
                + ".pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND position(lower(?) IN lower(query)) > 0 GROUP BY 1";
        CallSample info;
        try (PreparedStatement select = session.prepareStatement(sql);
                Statement statement = session.createStatement()) {
            select.setString(1, usage.word());
            // Before the entries: what is thrown away between the two is seen the next time.
            try (ResultSet row =
                    statement.executeQuery("SELECT dealloc, stats_reset FROM " + schema + ".pg_stat_statements_info")) {
                row.next();
                Timestamp reset = row.getTimestamp(2);
                info = new CallSample(0, calls, row.getLong(1), reset == null ? null : reset.toInstant());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (usage.in(row.getString(3)) != Usage.Answer.NO) {
                        calls.put(row.getString(1), row.getLong(2));
                        texts.put(row.getString(1), SqlText.shown(row.getString(3), 80));
                    }
                }
            }
        }
        return new Observed(info, texts);
    }

    private Sight judge(Contract contract, Observed now, Connection session) throws SQLException {
        Optional<CallSample> before = store.sample(session, contract);
        List<String> grown = before.map(sample -> now.texts().keySet().stream()
                        .filter(statement -> now.sample().growth(statement, sample) > 0)
                        .map(statement -> "a statement that uses it was called "
                                + Wording.times(now.sample().growth(statement, sample))
                                + " since it was last looked at: "
                                + now.texts().get(statement))
                        .sorted()
                        .toList())
                .orElse(List.of());
        boolean cut = before.isPresent() && now.sample().isCut(before.get());
        if (writes && (before.isEmpty() || cut || !grown.isEmpty())) {
            store.begin(session, contract, now.sample());
        }
        if (!grown.isEmpty()) {
            return Sight.obstacles(grown);
        }
        long quietFor = cut ? 0 : before.map(CallSample::age).orElse(0L);
        if (quietFor < quiet.toSeconds()) {
            return Sight.obstacles(
                    List.of((cut ? "pg_stat_statements has thrown entries away, so the quiet time starts over: " : "")
                            + "no call was observed for " + quietFor + " s of " + quiet.toSeconds()
                            + " s (gate.contract.quiet)"));
        }
        return Sight.note("no call was observed for " + quietFor + " s");
    }

    @Override
    public ErrorCode code() {
        return ErrorCode.CT002;
    }
}
