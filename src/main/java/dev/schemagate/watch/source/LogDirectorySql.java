package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The statements that read the server's log directory, through our own function or PostgreSQL's, and what their rows mean. Those of a
 * poll have four parameters: offset, length, format and file.
 *
 * @param schema our bookkeeping, quoted
 */
record LogDirectorySql(ServerSettings settings, String schema) {

    private static final String ASKED =
            "WITH a (at, length, format, file) AS (VALUES (?::bigint, ?::int, ?::text, ?::text)) SELECT ";

    /** The head comes after the bytes: where the file was exchanged between the two, it is not the head that is expected. */
    private static final String DIRECT = """
            c.name, s.size, s.modification, pg_read_binary_file(p.path, a.at, a.length, true),
                   pg_read_binary_file(p.path, 0, %d, true), %%s
            FROM a CROSS JOIN LATERAL pg_current_logfile(a.format) c (name)
            CROSS JOIN LATERAL (SELECT regexp_replace(c.name, '[^/]*$', '') || nullif(a.file, '') AS path) p
            LEFT JOIN LATERAL pg_stat_file(p.path, true) s ON true
            """.formatted(Position.HEAD);

    private static final String READER = """
            r.current, r.size, r.modified, r.bytes, r.head, %s
            FROM a CROSS JOIN LATERAL %s.read_log(a.format, a.file, a.at, a.length) r
            """;

    private static final String LIST_DIRECT = """
            SELECT c.name, l.name, l.size, l.modification, %s
            FROM pg_current_logfile(?) c (name) LEFT JOIN pg_ls_logdir() l ON true
            """;

    private static final String HEAD =
            "pg_read_binary_file(regexp_replace(c.name, '[^/]*$', '') || l.name, 0, " + Position.HEAD + ", true)";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String LIST_READER = """
            SELECT c.current, l.name, l.size, l.modified, l.head
            FROM %1$s.read_log(?, '', 0, 0) c LEFT JOIN %1$s.list_logs('') l ON true
            """;

    /** @param along further expressions, whose values come from the sixth column on */
    String read(String along) {
        return ASKED + (hasReader() ? READER.formatted(along, schema) : DIRECT.formatted(along));
    }

    static LogReader.Chunk chunk(ResultSet row) throws SQLException {
        String current = row.getString(1);
        long size = row.getLong(2);
        boolean missing = row.wasNull();
        Timestamp modified = row.getTimestamp(3);
        byte[] bytes = row.getBytes(4);
        return new LogReader.Chunk(
                bareName(current),
                missing ? -1 : size,
                modified == null ? Instant.EPOCH : modified.toInstant(),
                head(row.getBytes(5)),
                bytes == null ? new byte[0] : bytes);
    }

    /**
     * The left side of the join comes first, so that what is written to is among what is listed. A file that the server may not read
     * is listed without a head: it says nothing of the others.
     */
    LogReader.Listing list(Connection session) throws SQLException {
        if (hasReader()) {
            return list(session, LIST_READER.formatted(schema));
        }
        try {
            return list(session, LIST_DIRECT.formatted(HEAD));
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            LogReader.Listing names = list(session, LIST_DIRECT.formatted("NULL::bytea"));
            List<LogReader.Entry> entries = new ArrayList<>();
            for (LogReader.Entry entry : names.entries()) {
                entries.add(new LogReader.Entry(
                        entry.name(), entry.size(), entry.modified(), readableHead(session, entry.name())));
            }
            return new LogReader.Listing(names.current(), entries);
        }
    }

    private LogReader.Listing list(Connection session, String sql) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setString(1, format());
            String current = "";
            List<LogReader.Entry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    current = bareName(row.getString(1));
                    String name = row.getString(2);
                    if (name != null) {
                        entries.add(new LogReader.Entry(
                                name, row.getLong(3), row.getTimestamp(4).toInstant(), head(row.getBytes(5))));
                    }
                }
            }
            return new LogReader.Listing(current, entries);
        }
    }

    private String readableHead(Connection session, String file) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                "SELECT " + HEAD + " FROM pg_current_logfile(?) c (name), (VALUES (?::text)) l (name)")) {
            statement.setString(1, format());
            statement.setString(2, file);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return head(row.getBytes(1));
            }
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return "";
            }
            throw e;
        }
    }

    private static String bareName(@Nullable String file) {
        return file == null ? "" : file.substring(file.lastIndexOf('/') + 1);
    }

    /** As {@code pg_current_logfile} knows it. */
    String format() {
        return settings.format().map(ServerFormat::text).orElse("stderr");
    }

    private boolean hasReader() {
        return settings.access() == ServerSettings.Access.READER;
    }

    private static String head(byte @Nullable [] bytes) {
        return bytes == null ? "" : Position.head(bytes);
    }
}
