package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.migrate.IndexBuilds;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sql.Identifiers;

/**
 * Clears what a migration that could not run in a transaction left behind when it failed or its process was killed: an INVALID index, or a
 * whole one that the history does not know of, and a row in the history that says so. The file is pending again afterwards. Transactional migrations leave nothing.
 */
final class InterruptedMigration {

    private static final Logger LOG = Logger.getLogger(InterruptedMigration.class);

    private final GateConfig config;
    private final IndexBuilds builds;

    InterruptedMigration(GateConfig config, IndexBuilds builds) {
        this.config = config;
        this.builds = builds;
    }

    /**
     * The caller holds the work lock, so nobody else of ours is migrating.
     *
     * @param failed versions, or names of repeatable files, whose row in the history says that they failed
     */
    void clean(Pass pass, List<String> failed) {
        Connection session = pass.session();
        try {
            Database.execute(session, "SET statement_timeout = " + pass.statementTimeout());
            builds.clear(session);
            for (String version : failed) {
                forget(session, version);
                LOG.warnf("cleared the failed row of an interrupted migration version=%s", version);
            }
            Database.execute(session, "RESET statement_timeout");
        } catch (SQLException e) {
            throw DatabaseException.during("clearing an interrupted migration", e);
        }
    }

    private void forget(Connection session, String version) throws SQLException {
        new ActingRole("gate.migrate.role", config.migrate().role()).in(session, () -> {
            Database.execute(
                    session,
                    "DELETE FROM " + FlywayEngine.history(config).sql() + " WHERE NOT success AND (version = "
                            + Identifiers.literal(version) + " OR script = " + Identifiers.literal(version) + ")");
            return version;
        });
    }
}
