package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * What concurrent index builds of migrations leave when they die. A build commits before Flyway writes its history, so whoever
 * dies in between leaves a whole index that the file, run again, would stumble over: {@code schema_gate.index_build} holds those
 * that did not exist before such a run, and only these may be dropped.
 */
final class IndexBuilds {

    private static final String INVALID = """
            SELECT b.index, p.pid
            FROM unnest(?) b (index) JOIN pg_index i ON i.indexrelid = to_regclass(b.index)
            JOIN pg_class c ON c.oid = i.indexrelid
            LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = c.oid
            WHERE NOT i.indisvalid AND c.relkind = 'i'
            """;

    private final String table;
    private final List<IndexBuild> builds;

    /** @param builds of the files that run next */
    IndexBuilds(GateConfig config, List<IndexBuild> builds) {
        this.table = Identifiers.quote(config.schema()) + ".index_build";
        this.builds = builds;
    }

    /** Before Flyway runs the files. */
    void begin(Connection session) throws SQLException {
        update(
                session,
                "INSERT INTO " + table + " (index) SELECT name FROM unnest(?) name"
                        + " WHERE to_regclass(name) IS NULL ON CONFLICT DO NOTHING");
    }

    /** After Flyway ran all of them. */
    void end(Connection session) throws SQLException {
        update(session, "DELETE FROM " + table + " WHERE index = ANY (?)");
    }

    private void update(Connection session, String sql) throws SQLException {
        if (unguarded().length > 0) {
            try (PreparedStatement update = session.prepareStatement(sql)) {
                update.setArray(1, session.createArrayOf("text", unguarded()));
                update.executeUpdate();
            }
        }
    }

    /**
     * What is in the way of the files that run next.
     *
     * @throws DatabaseException DB010 where a session, of another engine for instance, is still building one of the indexes
     */
    List<String> leftBehind(Connection session) throws SQLException {
        List<String> found = new ArrayList<>();
        if (builds.isEmpty()) {
            return found;
        }
        String noted =
                "SELECT index, NULL::int FROM " + table + " WHERE index = ANY (?) AND to_regclass(index) IS NOT NULL";
        try (PreparedStatement select = session.prepareStatement(INVALID + " UNION " + noted)) {
            select.setArray(
                    1,
                    session.createArrayOf(
                            "text", builds.stream().map(IndexBuild::index).toArray()));
            select.setArray(2, session.createArrayOf("text", unguarded()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getObject(2) != null) {
                        throw DatabaseException.of(
                                ErrorCode.DB010,
                                Retry.TRANSIENT,
                                "session " + row.getInt(2) + " is still building index " + row.getString(1));
                    }
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    private Object[] unguarded() {
        return builds.stream()
                .filter(build -> !build.guarded())
                .map(IndexBuild::index)
                .toArray();
    }
}
