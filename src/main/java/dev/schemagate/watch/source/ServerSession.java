package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The one statement of a poll: it reads the log, writes the canary when one is due (the first of all gates that comes by writes
 * it), and looks whether a session of this pod is there. Further reads of the same poll are the same statement.
 */
public final class ServerSession implements LogReader {

    private static final String DIRECT = """
            SELECT c.name, s.size, s.modification, pg_read_binary_file(p.path, 0, 64, true),
                   pg_read_binary_file(p.path, ?, ?, true), %s, %s
            FROM (SELECT pg_current_logfile(?) AS name) c
            CROSS JOIN LATERAL (SELECT regexp_replace(c.name, '[^/]*$', '') || nullif(?, '') AS path) p
            LEFT JOIN LATERAL pg_stat_file(p.path, true) s ON true
            """;

    private static final String READER = """
            SELECT r.current, r.size, r.modified, r.head, r.bytes, %s, %s
            FROM (VALUES (?::bigint, ?::int, ?::text, ?::text)) a (at, length, format, file)
            CROSS JOIN LATERAL %s.read_log(a.format, a.file, a.at, a.length) r
            """;

    private static final String WITHOUT_LOG =
            "SELECT NULL, NULL, NULL, NULL, NULL, %s, %s FROM (VALUES (?, ?, ?, ?)) a";

    private static final String LIST_DIRECT = """
            SELECT l.name, l.size, l.modification,
                   pg_read_binary_file(regexp_replace(pg_current_logfile(?), '[^/]*$', '') || l.name, 0, 64, true)
            FROM pg_ls_logdir() l
            """;

    private static final String NOTHING = "NULL::bool";

    private final Connection session;
    private final String schema;
    private final ServerSettings settings;
    private final String seenSql;
    private final Duration canaryEvery;
    private boolean askForSession = true;
    private @Nullable String canary;
    private boolean sessionSeen;

    /** @param seenSql an expression that is true where a session of this pod is in {@code pg_stat_activity} */
    public ServerSession(
            Connection session, String schema, ServerSettings settings, String seenSql, Duration canaryEvery) {
        this.session = session;
        this.schema = schema;
        this.settings = settings;
        this.seenSql = seenSql;
        this.canaryEvery = canaryEvery;
    }

    @Override
    public Chunk read(String file, long offset, int length) throws SQLException {
        String form = settings.access() == ServerSettings.Access.READER
                ? READER.formatted(canarySql(), seenSql(), schema)
                : DIRECT.formatted(canarySql(), seenSql());
        try (PreparedStatement statement = statement(form, offset, length, format(), file);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Timestamp modified = row.getTimestamp(3);
            byte[] bytes = row.getBytes(5);
            byte[] head = row.getBytes(4);
            long size = row.getLong(2);
            boolean missing = row.wasNull();
            notice(row);
            return new Chunk(
                    bare(row.getString(1)),
                    missing ? -1 : size,
                    modified == null ? Instant.EPOCH : modified.toInstant(),
                    head == null ? "" : Position.head(head),
                    bytes == null ? new byte[0] : bytes);
        }
    }

    /** The poll of a gate that reads no log over SQL: sessions, and a canary where some mounted log carries it. */
    public void touch(boolean canaryWanted) throws SQLException {
        String sql = WITHOUT_LOG.formatted(canaryWanted ? canarySql() : "NULL::text", seenSql());
        try (PreparedStatement statement = statement(sql, 0, 0, "", "");
                ResultSet row = statement.executeQuery()) {
            row.next();
            notice(row);
        }
    }

    private PreparedStatement statement(String sql, long offset, int length, String format, String file)
            throws SQLException {
        PreparedStatement statement = session.prepareStatement(sql);
        // Binary from the first execution on: text would double every byte of the log.
        statement.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
        statement.setLong(1, offset);
        statement.setInt(2, length);
        statement.setString(3, format);
        statement.setString(4, file);
        return statement;
    }

    private void notice(ResultSet row) throws SQLException {
        canary = row.getString(6);
        sessionSeen |= row.getBoolean(7);
    }

    private String canarySql() {
        return schema + ".write_canary(interval '" + canaryEvery.toMillis() + " ms')";
    }

    private String seenSql() {
        return askForSession ? seenSql : NOTHING;
    }

    private String format() {
        return settings.format().map(ServerFormat::text).orElse("stderr");
    }

    @Override
    public List<Entry> list() throws SQLException {
        String sql = settings.access() == ServerSettings.Access.READER
                ? "SELECT name, size, modified, head FROM " + schema + ".list_logs(?)"
                : LIST_DIRECT;
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setString(1, format());
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    byte[] head = row.getBytes(4);
                    entries.add(new Entry(
                            row.getString(1),
                            row.getLong(2),
                            row.getTimestamp(3).toInstant(),
                            head == null ? "" : Position.head(head)));
                }
            }
            return entries;
        }
    }

    private static String bare(@Nullable String path) {
        return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    }

    /** The id of the last canary that any gate has written. */
    public @Nullable String canary() {
        return canary;
    }

    /** Whether a session of this pod was there at any poll; asked until one was. */
    public boolean sessionSeen() {
        askForSession &= !sessionSeen;
        return sessionSeen;
    }
}
