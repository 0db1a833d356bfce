package dev.schemagate.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * Clears what a migration that could not run in a transaction left behind when it failed or its process was killed: an INVALID index, or a
 * whole one that the history does not know of, and a row in the history that says so. The file is pending again afterwards. Transactional migrations leave nothing.
 */
final class InterruptedMigration {

    private static final Logger LOG = Logger.getLogger(InterruptedMigration.class);

    private static final String INVALID = """
            SELECT c.relname, p.pid
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_stat_progress_create_index p ON p.index_relid = c.oid
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = ?
            """;

    private final GateConfig config;
    private final IndexBuilds builds;

    InterruptedMigration(GateConfig config, IndexBuilds builds) {
        this.config = config;
        this.builds = builds;
    }

    /** The caller holds the work lock, so nobody else of ours is migrating. */
    void clean(Connection session, Position position) {
        try {
            Set<String> leftBehind = new LinkedHashSet<>(invalid(session, position.unfinished()));
            leftBehind.addAll(builds.leftBehind(session, position.unfinished()));
            for (String index : leftBehind) {
                run(session, "DROP INDEX CONCURRENTLY IF EXISTS " + qualified(index));
                LOG.warnf("dropped the index of an interrupted migration index=%s.%s", config.ownedSchema(), index);
            }
            for (Position.Failed failed : position.failed()) {
                forget(session, failed.version());
                LOG.warnf("cleared the failed row of an interrupted migration version=%s", failed.version());
            }
        } catch (SQLException e) {
            throw DatabaseException.during("clearing an interrupted migration", e);
        }
    }

    private List<String> invalid(Connection session, List<Path> pending) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(INVALID)) {
            statement.setString(1, config.ownedSchema());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String index = row.getString(1);
                    if (row.getObject(2) != null) {
                        throw DatabaseException.of(
                                ErrorCode.DB010,
                                Retry.TRANSIENT,
                                "session " + row.getInt(2) + " is still building index " + index);
                    }
                    if (pending.stream().anyMatch(file -> creates(file, index))) {
                        found.add(index);
                    }
                }
            }
        }
        return found;
    }

    private static boolean creates(Path file, String index) {
        Pattern concurrently = Pattern.compile(
                "(?i)\\bCONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?\"?" + Pattern.quote(index) + "\"?\\s");
        try {
            return concurrently.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            return false;
        }
    }

    private void forget(Connection session, String version) throws SQLException {
        run(
                session,
                "DELETE FROM " + qualified("flyway_schema_history") + " WHERE NOT success AND (version = "
                        + Identifiers.literal(version) + " OR script = " + Identifiers.literal(version) + ")");
    }

    private void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            if (config.migrate().role().isPresent()) {
                statement.execute(
                        "SET ROLE " + Identifiers.quote(config.migrate().role().get()));
            }
            statement.execute(sql);
            statement.execute("RESET ROLE");
        }
    }

    private String qualified(String name) {
        return Identifiers.quote(config.ownedSchema()) + "." + Identifiers.quote(name);
    }
}
