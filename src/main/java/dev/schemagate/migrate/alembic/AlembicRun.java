package dev.schemagate.migrate.alembic;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;
import dev.schemagate.migrate.FirstInstall;
import dev.schemagate.migrate.IndexBuild;
import dev.schemagate.migrate.IndexBuilds;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.MigrationPass;
import dev.schemagate.migrate.OwnedSchema;
import dev.schemagate.migrate.alembic.child.ChildSessions;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.RetryBudget;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;

/** Runs Alembic once, or again where others were in the way, within the lock budget and the deadline. */
final class AlembicRun {

    private static final Logger LOG = Logger.getLogger(AlembicRun.class);

    private final GateConfig config;
    private final Pass pass;
    private final AlembicCalls calls;

    AlembicRun(GateConfig config, Pass pass, AlembicCalls calls) {
        this.config = config;
        this.pass = pass;
        this.calls = calls;
    }

    /**
     * Clears what a run left that died, and keeps the books that the next one needs if this one dies.
     *
     * @param inUse whether old code may know what is in the schema
     * @throws MigrationException MG004 of the revision that failed, MG007 of one that did not get its locks or was too late, MG030 to
     *     MG034 where it was none of the revisions
     */
    void toHead(AlembicState now, OwnedSchema schema, boolean inUse) throws InterruptedException {
        Connection session = pass.session();
        FirstInstall install = new FirstInstall(config);
        try {
            ChildSessions.endLeftBehind(session);
            if (!schema.exists()) {
                create(session, schema);
            }
            IndexBuilds builds = new IndexBuilds(config, builds(now));
            builds.clear(session);
            builds.begin(session);
            if (!inUse) {
                install.begin(session, ids(now));
            }
            untilDone(now, builds, pass(now, inUse));
            builds.end(session);
            install.end(session);
        } catch (SQLException e) {
            throw DatabaseException.during("keeping the books of migrations", e);
        }
    }

    static List<String> ids(AlembicState state) {
        return state.pending().stream().map(script -> script.revision().id()).toList();
    }

    private void create(Connection session, OwnedSchema schema) throws SQLException {
        new ActingRole("gate.migrate.role", config.migrate().role()).in(session, () -> {
            Database.execute(session, "CREATE SCHEMA " + Identifiers.quote(schema.name()));
            return schema;
        });
        LOG.infof("created the owned schema schema=%s", schema.name());
    }

    /** None where Alembic does not tell them: then a build that dies is left as it is. */
    private List<IndexBuild> builds(AlembicState now) {
        try {
            return IndexBuild.of(now.pending(), new NameResolution(config.ownedSchema()));
        } catch (MigrationException e) {
            LOG.debugf("the indexes that are built concurrently are not known reason=\"%s\"", e.getMessage());
            return List.of();
        }
    }

    /** All revisions run in the same sessions, so that what one of them may do all may. */
    private Optional<String> pass(AlembicState now, boolean inUse) {
        MigrationPass guard = new MigrationPass(
                PolicyContext.of(
                                config.ownedSchema(),
                                config.foreignSchema(),
                                Set.of(VersionTable.history(config).name()))
                        .withBookkeeping(config.schema()),
                inUse);
        return now.pending().stream()
                .flatMap(script -> guard.of(script).stream())
                .reduce((a, b) -> a + "; " + b);
    }

    private void untilDone(AlembicState now, IndexBuilds builds, Optional<String> guard)
            throws InterruptedException, SQLException {
        RetryBudget budget = new RetryBudget(pass, config.migrate().lockBudget(), "gate.migrate.lock-budget");
        int full = 0;
        while (true) {
            AlembicCalls.Ended ended = calls.upgrade(guard);
            pass.waitsFor("");
            if (ended.exitCode() == 0 && !ended.late()) {
                return;
            }
            AlembicFailures failures = new AlembicFailures(ended, now.pending(), calls.command());
            if (ended.late()) {
                throw gaveUp(failures.place(), "not done by gate.sequence.deadline", ended.blockers());
            }
            Optional<String> nothingFree = failures.full();
            if (nothingFree.isPresent()) {
                if (!pass.waitForConnection(full++, Duration.ZERO, nothingFree.get())) {
                    throw DatabaseException.of(
                            ErrorCode.DB013, Retry.TRANSIENT, "Alembic got no connection: " + nothingFree.get());
                }
                continue;
            }
            if (!failures.isConflict()) {
                throw failures.failure();
            }
            if (!budget.allowsAnother(failures.place(), ended.blockers())) {
                throw gaveUp(failures.place(), budget.why(), ended.blockers());
            }
            builds.clear(pass.session());
        }
    }

    private static MigrationException gaveUp(String place, String why, String blockers) {
        return new MigrationException(
                ErrorCode.MG007,
                Retry.TRANSIENT,
                place + ": " + why + (blockers.equals(Blockers.NOBODY) ? "" : "; in the way: " + blockers),
                null,
                null);
    }
}
