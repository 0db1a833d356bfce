package dev.schemagate.watch.shared;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;

/**
 * The rows of one log in {@code log_source} and {@code log_error}, as its reader writes them. Each change is one statement, so that a
 * reader that stops anywhere keeps no row locked, and what was found is committed together with how far the log was read.
 *
 * @param source the log's name in {@code gate.watch.sources}
 * @param stream the key of the rows
 * @param schema our bookkeeping, quoted
 * @param pod who reads, for people
 * @param every how often a gate polls
 * @param forget where nobody has read for that long, what was written meanwhile cannot close a gate any more
 */
public record SharedLog(
        String source, String stream, String schema, String pod, String program, Duration every, Duration forget) {

    /** Of those that read these the stream has the name of its source; others read a stream of their own. */
    private static final Set<String> USUAL = Set.of("42703", "42P01", "3F000", "0A000");

    /** More rows than that, and the oldest are removed. */
    private static final int MOST = 20_000;

    /** Whoever polls a log of the server for these SQLSTATEs. */
    public static SharedLog of(
            String source,
            String schema,
            List<String> states,
            String pod,
            String program,
            Duration every,
            Duration forget) {
        Set<String> sorted = new TreeSet<>(states);
        return new SharedLog(
                source,
                sorted.equals(USUAL) ? source : source + " " + String.join(" ", sorted),
                Identifiers.quote(schema),
                pod,
                program,
                every,
                forget);
    }

    /** What a collector writes. */
    static SharedLog ofCollector(String schema) {
        return new SharedLog("table", "table", Identifiers.quote(schema), "", "", Duration.ZERO, Duration.ZERO);
    }

    /**
     * That a session reads this log.
     *
     * @param epoch nobody who has an earlier one can write
     * @param locked whether the session holds the log's lock, which goes with it
     * @param left where the last reader left off
     * @param lost why part of the log is not read by anybody; empty where all is
     */
    record Tenure(Connection session, long epoch, boolean locked, List<Position> left, String lost) {}

    /** The expression whose value is the key of the log's lock. */
    String lock() {
        return "hashtextextended(" + Identifiers.literal("schema-gate log " + stream) + ", 7369)";
    }

    /** Null where somebody reads. */
    @Nullable
    Tenure take(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT epoch, locked, positions,"
                + " age > ?::interval, round(extract(epoch FROM age)) FROM " + schema
                + ".take_log(?, ?, ?, ?::interval)")) {
            statement.setString(1, forget.toString());
            statement.setString(2, stream);
            statement.setString(3, pod);
            statement.setString(4, program);
            statement.setString(5, every.toString());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String positions = row.getString(3);
                List<Position> left = Position.parse(positions);
                boolean forgotten = row.getBoolean(4) && !left.isEmpty();
                boolean unknown = left.isEmpty() && !positions.isEmpty();
                return new Tenure(
                        session,
                        row.getLong(1),
                        row.getBoolean(2),
                        forgotten ? List.of() : left,
                        forgotten
                                ? "no gate has read it for " + row.getLong(5) + " s"
                                : unknown ? "the last reader, of another version, left off at: " + positions : "");
            }
        }
    }

    /** An expression that is true, and says that the reader is alive, as long as nobody has taken its place. */
    String beat(Tenure tenure) {
        return schema + ".beat_log(" + Identifiers.literal(stream) + ", " + tenure.epoch() + ")";
    }

    /**
     * Writes what was found and where the log goes on.
     *
     * @return the tenure, which has the lock once nobody else has; null where somebody has taken the reader's place
     */
    @Nullable
    Tenure publish(Tenure tenure, ErrorBatch batch, Reading reading, List<Position> positions) throws SQLException {
        Connection session = tenure.session();
        boolean unicode = "UTF8".equals(session.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
        BatchJson json = new BatchJson(unicode);
        String gap = tenure.lost().isEmpty() ? reading.gap() : tenure.lost();
        int count = batch.errors().size();
        boolean locked;
        boolean full;
        try (PreparedStatement statement = session.prepareStatement("WITH s AS (UPDATE " + schema
                + ".log_source SET read_at = clock_timestamp(), code = '', reason = '', file = coalesce(nullif(?, ''), file), positions = ?,"
                + " log_time = coalesce(?::timestamptz, log_time), canary = coalesce(?::json, canary),"
                + " gap = gap + ?::int, gap_reason = coalesce(?, gap_reason), change = change + ?::int,"
                + " locked = CASE WHEN locked THEN true ELSE pg_try_advisory_lock(" + lock() + ") END"
                + " WHERE source = ? AND epoch = ? RETURNING change, pruned, locked),"
                + " e AS (INSERT INTO " + schema
                + ".log_error (source, change, at, first_at, count, sql_state, message,"
                + " statement, \"position\", application_name, remote_host, database_name, user_name)"
                + " SELECT ?, s.change - ?::int + f.n, f.at, f.first_at, f.count, f.sql_state, f.message, f.statement,"
                + " f.position, f.application_name, f.remote_host, f.database_name, f.user_name FROM s, json_to_recordset(?::json)"
                + " f (n int, at timestamptz, first_at timestamptz, count bigint, sql_state text, message text, statement text,"
                + " \"position\" int, application_name text, remote_host text, database_name text, user_name text))"
                + " SELECT locked, change - pruned > " + MOST
                // What a follower has counted must still be there after a crash, or another row gets its number.
                + ", set_config('synchronous_commit', '" + (count == 0 ? "off" : "local") + "', true) FROM s")) {
            var canary = batch.canary();
            statement.setString(1, json.text(reading.file()));
            statement.setString(2, json.text(Position.text(positions)));
            statement.setString(3, canary == null ? null : canary.time().toString());
            statement.setString(4, canary == null ? null : json.canary(canary));
            statement.setInt(5, gap.isEmpty() ? 0 : 1);
            statement.setString(6, gap.isEmpty() ? null : json.text(gap));
            statement.setInt(7, count);
            statement.setString(8, stream);
            statement.setLong(9, tenure.epoch());
            statement.setString(10, stream);
            statement.setInt(11, count);
            statement.setString(12, json.errors(batch.errors()));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                locked = row.getBoolean(1);
                full = row.getBoolean(2);
            }
        }
        if (full) {
            call(session, "trim_log(?)", stream);
        }
        return new Tenure(session, tenure.epoch(), locked, List.of(), "");
    }

    /** The log cannot be read; another may try. */
    void leave(Tenure tenure, Reading why) throws SQLException {
        call(tenure.session(), "leave_log(?, " + tenure.epoch() + ", ?, ?)", stream, why.code(), why.reason());
        unlock(tenure);
    }

    /** Another reads it now. */
    void unlock(Tenure tenure) throws SQLException {
        if (tenure.locked()) {
            try (PreparedStatement statement =
                    tenure.session().prepareStatement("SELECT pg_advisory_unlock(" + lock() + ")")) {
                statement.execute();
            }
        }
    }

    private void call(Connection session, String function, String... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT " + schema + "." + function)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
