package dev.schemagate.migrate.flyway;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;
import dev.schemagate.migrate.FirstInstall;
import dev.schemagate.migrate.IndexBuild;
import dev.schemagate.migrate.IndexBuilds;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.MigrationPass;
import dev.schemagate.migrate.MigrationPath;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.RetryBudget;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Statement;

/** Runs Flyway until nothing is pending, giving way to others within the lock budget and to everybody at the deadline. */
final class MigrationRun {

    private final GateConfig config;
    private final Pass pass;
    private final FlywayCommands flyway;
    private final boolean inUse;

    /** @param inUse whether old code may know what is in the schema */
    MigrationRun(GateConfig config, Pass pass, FlywayCommands flyway, boolean inUse) {
        this.config = config;
        this.pass = pass;
        this.flyway = flyway;
        this.inUse = inUse;
    }

    /**
     * Clears what an earlier run left, and keeps the books that the next one needs if this one dies.
     *
     * @param now as it was judged
     * @throws MigrationException MG004 of the file that failed, MG007 of one that did not get its locks or was too late
     */
    void toHead(FlywayPosition now) throws InterruptedException {
        IndexBuilds builds = new IndexBuilds(config, IndexBuild.of(now.pending(), names()));
        InterruptedMigration interrupted = new InterruptedMigration(config, builds);
        FirstInstall install = new FirstInstall(config);
        try {
            interrupted.clean(pass, now.failed());
            builds.begin(pass.session());
            if (now.fresh()) {
                install.begin(pass.session(), FlywayMigrations.names(now.pending()));
            }
            untilDone(now, interrupted);
            builds.end(pass.session());
            install.end(pass.session());
        } catch (SQLException e) {
            throw DatabaseException.during("keeping the books of migrations", e);
        }
    }

    private Permission permission() {
        return new Permission(new MigrationPass(
                PolicyContext.of(config.ownedSchema(), config.foreignSchema(), Set.of(FlywayEngine.HISTORY))
                        .withBookkeeping(config.schema()),
                inUse));
    }

    private void untilDone(FlywayPosition now, InterruptedMigration interrupted) throws InterruptedException {
        RetryBudget budget = new RetryBudget(pass, config.migrate().lockBudget(), "gate.migrate.lock-budget");
        while (true) {
            try (MigrationLimits limits = new MigrationLimits(
                    pass, MigrationPath.of(config), config.migrate().lockTimeout(), now, permission())) {
                try {
                    flyway.migrate(now, limits);
                    pass.waitsFor("");
                    return;
                } catch (MigrationException e) {
                    String blockers = inTheWay(e, now, limits, pass.isLate());
                    limits.stopLooking();
                    if (limits.leftTraces() && !limits.mayRunAgain() && !pass.isLate()) {
                        throw cannotBeginAnew(e);
                    }
                    if (!budget.allowsAnother(String.valueOf(e.file()), blockers)) {
                        throw gaveUp(e, budget.why(), blockers);
                    }
                    if (limits.leftTraces()) {
                        // Flyway has noted the failure.
                        interrupted.clean(pass, flyway.position().failed());
                    }
                }
            }
        }
    }

    /** Who is in the way, where time and not the migration is at fault. */
    private String inTheWay(MigrationException e, FlywayPosition now, MigrationLimits limits, boolean late) {
        String state = SqlState.of(e);
        // The deadline may also cut a wait for a lock short.
        if (!state.equals(SqlState.LOCK_NOT_AVAILABLE) && !(late && state.equals(SqlState.QUERY_CANCELED))) {
            throw e;
        }
        String seen = limits.blockers();
        return seen.isEmpty() || seen.equals(Blockers.NOBODY) ? onTablesOf(now, e.file()) : seen;
    }

    private static MigrationException cannotBeginAnew(MigrationException e) {
        return new MigrationException(
                ErrorCode.MG004,
                Retry.PERMANENT,
                e.getMessage()
                        + "; what the file did before is committed, and it cannot be run again; make its statements"
                        + " idempotent, or give each a file of its own",
                e.file(),
                e);
    }

    private static MigrationException gaveUp(MigrationException e, String why, String blockers) {
        return new MigrationException(
                ErrorCode.MG007,
                Retry.TRANSIENT,
                e.getMessage() + "; " + why + (blockers.equals(Blockers.NOBODY) ? "" : "; in the way: " + blockers),
                e.file(),
                e);
    }

    private String onTablesOf(FlywayPosition now, @Nullable Path file) {
        List<RelationUse> uses = Stream.concat(now.pending().stream(), now.callbacks().stream())
                .filter(script -> file != null && script.file().path().equals(file.toString()))
                .flatMap(script -> relations(script))
                .toList();
        boolean readersToo = uses.stream().map(RelationUse::lock).anyMatch(LockMode::blocksReads);
        List<String> tables = uses.stream()
                .filter(use -> use.lock() != LockMode.NONE)
                .map(use -> use.relation().sql())
                .distinct()
                .toList();
        try {
            List<Long> found = new ActingRole(
                            "gate.migrate.role", config.migrate().role())
                    .in(pass.session(), () -> Blockers.tables(pass.session(), tables));
            return Blockers.onTables(pass.session(), found, readersToo);
        } catch (SQLException cannotLook) {
            return "unknown";
        }
    }

    /** What the statements of a file lock. */
    private Stream<RelationUse> relations(MigrationScript file) {
        NameResolution names = names();
        return file.parsed().statements().stream()
                .flatMap(Statement::allEffects)
                .flatMap(effect -> effect.relations().stream())
                .map(use -> new RelationUse(names.resolve(use.relation()), use.lock(), use.noOpLock(), use.work()));
    }

    private NameResolution names() {
        return new NameResolution(config.ownedSchema());
    }
}
