package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.ownership.guard.GuardOverride;
import dev.schemagate.sql.Identifiers;

/**
 * What concurrent index builds of migrations leave when they die. A build commits before an engine writes its history, so whoever
 * dies in between leaves a whole index that the file, run again, would stumble over: {@code schema_gate.index_build} holds those
 * that did not exist before such a run, and only these may be dropped.
 */
public final class IndexBuilds {

    private static final Logger LOG = Logger.getLogger(IndexBuilds.class);

    private static final String INVALID = """
            SELECT b.index, p.pid
            FROM unnest(?) b (index) JOIN pg_index i ON i.indexrelid = to_regclass(b.index)
            JOIN pg_class c ON c.oid = i.indexrelid
            LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = c.oid
            WHERE NOT i.indisvalid AND c.relkind = 'i'
            """;

    private final String table;
    private final List<IndexBuild> builds;
    private final ActingRole migrator;

    /** @param builds of the files that run next */
    public IndexBuilds(GateConfig config, List<IndexBuild> builds) {
        this.table = Identifiers.quote(config.schema()) + ".index_build";
        this.builds = builds;
        this.migrator = new ActingRole("gate.migrate.role", config.migrate().role());
    }

    /** Before the engine runs them. */
    public void begin(Connection session) throws SQLException {
        Set<String> fresh = new LinkedHashSet<>(unguarded());
        fresh.removeAll(existing(session, fresh));
        update(
                session,
                "INSERT INTO " + table + " (index) SELECT name FROM unnest(?) name ON CONFLICT DO NOTHING",
                fresh);
    }

    /** After the engine ran all of them. */
    public void end(Connection session) throws SQLException {
        update(session, "DELETE FROM " + table + " WHERE index = ANY (?)", unguarded());
    }

    private static void update(Connection session, String sql, Collection<String> indexes) throws SQLException {
        if (!indexes.isEmpty()) {
            try (PreparedStatement update = session.prepareStatement(sql)) {
                update.setArray(1, session.createArrayOf("text", indexes.toArray()));
                update.executeUpdate();
            }
        }
    }

    /**
     * Drops what is in the way of the files that run next. The caller holds the work lock, so nobody else of ours is migrating.
     *
     * @throws DatabaseException DB010 where a session, of another engine for instance, is still building one of the indexes
     */
    public void clear(Connection session) throws SQLException {
        for (String index : leftBehind(session)) {
            // It may be whole, and then a guard would keep it.
            GuardOverride.begin(session, "schema-gate index of an interrupted migration");
            migrator.in(session, () -> {
                Database.execute(session, "DROP INDEX CONCURRENTLY IF EXISTS " + index);
                return index;
            });
            GuardOverride.end(session);
            LOG.warnf("dropped the index of an interrupted migration index=%s", index);
        }
    }

    private Set<String> leftBehind(Connection session) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        if (builds.isEmpty()) {
            return found;
        }
        List<String> all = builds.stream().map(IndexBuild::index).toList();
        migrator.in(session, () -> {
            for (Row row : rows(session, INVALID, all)) {
                if (row.builder() != null) {
                    throw DatabaseException.of(
                            ErrorCode.DB010,
                            Retry.TRANSIENT,
                            "session " + row.builder() + " is still building index " + row.index());
                }
                found.add(row.index());
            }
            return found;
        });
        List<String> noted =
                rows(session, "SELECT index, NULL::int FROM " + table + " WHERE index = ANY (?)", unguarded()).stream()
                        .map(Row::index)
                        .toList();
        found.addAll(existing(session, noted));
        return found;
    }

    /** Looked at as the role that migrates, since names in a schema are for those who may use it. */
    private List<String> existing(Connection session, Collection<String> indexes) throws SQLException {
        String sql = "SELECT name, NULL::int FROM unnest(?) name WHERE to_regclass(name) IS NOT NULL";
        return migrator.in(session, () -> rows(session, sql, indexes)).stream()
                .map(Row::index)
                .toList();
    }

    /** @param builder the process that builds it; null where that is over */
    private record Row(String index, @Nullable Integer builder) {}

    private static List<Row> rows(Connection session, String sql, Collection<String> indexes) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setArray(1, session.createArrayOf("text", indexes.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getString(1), row.getObject(2, Integer.class)));
                }
            }
        }
        return rows;
    }

    private List<String> unguarded() {
        return builds.stream()
                .filter(build -> !build.guarded())
                .map(IndexBuild::index)
                .toList();
    }
}
