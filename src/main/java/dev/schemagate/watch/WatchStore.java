package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Transaction;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.source.Position;

/**
 * What outlives the process: how far each log has been read, and whether the gate was closed. Written with each heartbeat where it
 * changed, so that a restarted gate goes on where the last one was, at most one heartbeat earlier: errors that it then reads
 * again are younger than any quiet time and change nothing. Rows of another revision are another pod's, whatever its name.
 */
final class WatchStore {

    private final PodIdentity self;
    private final String schema;
    private final Map<String, String> written = new HashMap<>();
    private @Nullable Complaints kept;

    WatchStore(PodIdentity self, String schema) {
        this.self = self;
        this.schema = Identifiers.quote(schema);
    }

    /**
     * What an earlier process of this pod left.
     *
     * @param positions where it left off, by source
     * @param closure for what it had closed the gate; null where that was open
     */
    record Left(
            Map<String, List<Position>> positions, @Nullable Closure closure) {}

    Left left(Connection session) throws SQLException {
        Map<String, List<Position>> positions = new HashMap<>();
        Closure closure = null;
        try (PreparedStatement statement = session.prepareStatement("SELECT source, positions, error_at, closures,"
                + " closed_at, coalesce(missing, ''), (extract(epoch FROM clock_timestamp()"
                + " - greatest(closed_at, max(read_at) OVER ())) * 1000)::bigint"
                + " FROM (VALUES (?::text, ?::text, ?::text)) me (app, pod, revision)"
                + " LEFT JOIN " + schema + ".watch USING (app, pod, revision) LEFT JOIN (SELECT * FROM " + schema
                + ".revocation WHERE reopened_at IS NULL) r USING (app, pod, revision)")) {
            identify(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String source = row.getString(1);
                    if (source != null) {
                        positions.put(source, Position.parse(row.getString(2)));
                        written.put(source, row.getString(2));
                    }
                    closure = row.getTimestamp(3) == null ? null : closure(row);
                }
            }
        }
        return new Left(positions, closure);
    }

    private static Closure closure(ResultSet row) throws SQLException {
        return new Closure(
                row.getTimestamp(3).toInstant(),
                row.getInt(4),
                row.getTimestamp(5).toInstant(),
                Complaints.parse(row.getString(6)),
                Duration.ofMillis(Math.max(0, row.getLong(7))));
    }

    /** Keeps them, where they are others than those that were kept last. */
    void save(Connection session, Map<String, List<Position>> positions) throws SQLException {
        Map<String, String> texts = new TreeMap<>();
        positions.forEach((source, list) -> texts.put(source, Position.text(list)));
        texts.entrySet()
                .removeIf(
                        entry -> entry.getValue().isEmpty() || entry.getValue().equals(written.get(entry.getKey())));
        if (texts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = session.prepareStatement("INSERT INTO " + schema
                + ".watch (app, pod, revision, source, positions) SELECT ?, ?, ?, * FROM unnest(?::text[], ?::text[])"
                + " ON CONFLICT (app, pod, source) DO UPDATE SET revision = EXCLUDED.revision,"
                + " positions = EXCLUDED.positions, read_at = clock_timestamp()")) {
            identify(statement);
            statement.setArray(4, session.createArrayOf("text", texts.keySet().toArray()));
            statement.setArray(5, session.createArrayOf("text", texts.values().toArray()));
            statement.executeUpdate();
        }
        written.putAll(texts);
    }

    /**
     * A closure that had not ended.
     *
     * @param silence for how long nothing has been read of any log, by the server's clock
     */
    record Closure(Instant errorAt, int closures, Instant closedAt, Complaints complaints, Duration silence) {}

    /** Keeps what the errors of the open closure complained of, where that is not kept yet. */
    void save(Connection session, Complaints complaints) throws SQLException {
        if (complaints.equals(kept)) {
            return;
        }
        try (PreparedStatement statement = session.prepareStatement("UPDATE " + schema
                + ".revocation SET missing = ? WHERE app = ? AND pod = ? AND revision = ? AND reopened_at IS NULL")) {
            statement.setString(1, complaints.text());
            statement.setString(2, self.app());
            statement.setString(3, self.pod());
            statement.setString(4, self.revision());
            statement.executeUpdate();
        }
        kept = complaints;
    }

    /**
     * Decides and records in one transaction whether this pod closes, under a lock that makes one pod of the app at a time
     * decide. The lock is only tried: a waiter would hold a snapshot.
     *
     * @param unlessLast whether the last ready pod of the app, over all revisions, stays open
     * @param alive how long after its last beat a pod counts as alive
     * @return whether it closes; null where another pod is deciding: ask again
     */
    @Nullable
    Boolean close(Connection session, Instant errorAt, int closures, boolean unlessLast, Duration alive)
            throws SQLException {
        return Transaction.commit(session, () -> decide(session, errorAt, closures, unlessLast, alive));
    }

    private @Nullable Boolean decide(
            Connection session, Instant errorAt, int closures, boolean unlessLast, Duration alive) throws SQLException {
        // Whoever freezes in between must not keep all others from closing.
        try (PreparedStatement lock =
                        session.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 7369)),"
                                + " set_config('idle_in_transaction_session_timeout', '5s', true)");
                PreparedStatement pod = session.prepareStatement("UPDATE " + schema + ".pod SET ready = false,"
                        + " state = 'revoked', beat_at = clock_timestamp() WHERE app = ? AND pod = ? AND (NOT ? OR EXISTS"
                        + " (SELECT FROM " + schema + ".pod p WHERE p.app = ? AND p.pod <> ? AND p.ready"
                        + " AND " + Neighbours.alive("p") + "))");
                PreparedStatement revocation = session.prepareStatement(
                        "INSERT INTO " + schema
                                + ".revocation (app, pod, revision, closures, error_at) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (app, pod) DO UPDATE SET revision = EXCLUDED.revision, closures = EXCLUDED.closures,"
                                + " error_at = EXCLUDED.error_at, closed_at = clock_timestamp(), reopened_at = NULL, missing = NULL")) {
            lock.setString(1, "schema-gate " + self.app());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return null;
                }
            }
            pod.setString(1, self.app());
            pod.setString(2, self.pod());
            pod.setBoolean(3, unlessLast);
            pod.setString(4, self.app());
            pod.setString(5, self.pod());
            pod.setString(6, alive.toString());
            boolean closes = pod.executeUpdate() > 0;
            if (closes) {
                identify(revocation);
                revocation.setInt(4, closures);
                revocation.setTimestamp(5, Timestamp.from(errorAt));
                revocation.executeUpdate();
                kept = null;
            }
            return closes;
        }
    }

    void reopened(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("UPDATE " + schema
                + ".revocation SET reopened_at = clock_timestamp()"
                + " WHERE app = ? AND pod = ? AND revision = ? AND reopened_at IS NULL")) {
            identify(statement);
            statement.executeUpdate();
        }
    }

    private void identify(PreparedStatement statement) throws SQLException {
        statement.setString(1, self.app());
        statement.setString(2, self.pod());
        statement.setString(3, self.revision());
    }
}
