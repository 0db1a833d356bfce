package dev.schemagate.watch.source;

import java.sql.Array;
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
 * it), looks whether a session of this pod is there and whether settings changed, and carries a heartbeat. Further reads of the same poll are the same statement.
 */
public final class ServerSession implements LogReader {

    private static final String ASKED =
            "WITH a (at, length, format, file) AS (VALUES (?::bigint, ?::int, ?::text, ?::text)) SELECT ";

    /** The head comes after the bytes: where the file was exchanged between the two, it is not the head that is expected. */
    private static final String DIRECT = """
            c.name, s.size, s.modification, pg_read_binary_file(p.path, a.at, a.length, true),
                   pg_read_binary_file(p.path, 0, 64, true), %s
            FROM a CROSS JOIN LATERAL pg_current_logfile(a.format) c (name)
            CROSS JOIN LATERAL (SELECT regexp_replace(c.name, '[^/]*$', '') || nullif(a.file, '') AS path) p
            LEFT JOIN LATERAL pg_stat_file(p.path, true) s ON true
            """;

    private static final String READER = """
            r.current, r.size, r.modified, r.bytes, r.head, %s
            FROM a CROSS JOIN LATERAL %s.read_log(a.format, a.file, a.at, a.length) r
            """;

    private static final String WITHOUT_LOG = "NULL, NULL, NULL, NULL, NULL, %s FROM a";

    private static final String LIST_DIRECT = """
            SELECT l.name, l.size, l.modification,
                   pg_read_binary_file(regexp_replace(pg_current_logfile(?), '[^/]*$', '') || l.name, 0, 64, true)
            FROM pg_ls_logdir() l
            """;

    /** What a statement of a poll does along the way. */
    public interface Errand {

        /** An expression of type {@code text[]}. */
        String sql();

        /** Sets the parameters of that expression; the first of them has the number {@code first}. */
        void bind(PreparedStatement statement, int first) throws SQLException;

        void done(Array result) throws SQLException;
    }

    private final Connection session;
    private final String schema;
    private final ServerSettings settings;
    private final String seenSql;
    private final Duration canaryEvery;
    private boolean askForSession = true;
    private @Nullable String canary;
    private boolean sessionSeen;
    private boolean outdated;
    private @Nullable Errand errand;

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
                ? READER.formatted(along(true), schema)
                : DIRECT.formatted(along(true));
        try (PreparedStatement statement = statement(form, offset, length, format(), file);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Timestamp modified = row.getTimestamp(3);
            byte[] bytes = row.getBytes(4);
            byte[] head = row.getBytes(5);
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
        String sql = WITHOUT_LOG.formatted(along(canaryWanted));
        try (PreparedStatement statement = statement(sql, 0, 0, "", "");
                ResultSet row = statement.executeQuery()) {
            row.next();
            notice(row);
        }
    }

    private PreparedStatement statement(String sql, long offset, int length, String format, String file)
            throws SQLException {
        PreparedStatement statement = session.prepareStatement(ASKED + sql);
        // Binary from the first execution on: text would double every byte of the log.
        statement.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
        statement.setLong(1, offset);
        statement.setInt(2, length);
        statement.setString(3, format);
        statement.setString(4, file);
        if (errand != null) {
            errand.bind(statement, 5);
        }
        return statement;
    }

    /** What every statement of a poll asks beside the log. */
    private String along(boolean canaryWanted) {
        Errand carried = errand;
        return String.join(
                ", ",
                canaryWanted ? schema + ".write_canary(interval '" + canaryEvery.toMillis() + " ms')" : "NULL::text",
                askForSession ? seenSql : "NULL::bool",
                ServerSettings.VERSION,
                carried == null ? "NULL::text[]" : carried.sql());
    }

    private void notice(ResultSet row) throws SQLException {
        canary = row.getString(6);
        sessionSeen |= row.getBoolean(7);
        outdated = !settings.version().equals(row.getString(8));
        Errand carried = errand;
        if (carried != null) {
            errand = null;
            carried.done(row.getArray(9));
        }
    }

    /** The next statement carries {@code errand}. */
    public void carry(Errand errand) {
        this.errand = errand;
    }

    /** Sends the errand on its own where no statement came through with it. */
    public void finish() throws SQLException {
        if (errand != null) {
            touch(false);
        }
    }

    /** Whether the server's settings were changed since they were looked at. */
    public boolean outdated() {
        return outdated;
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
