package dev.schemagate.migrate;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.RetryBudget;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.RelationUse;

/** Runs Flyway until nothing is pending, giving way to others within the lock budget and to everybody at the deadline. */
final class MigrationRun {

    private final GateConfig config;
    private final Pass pass;
    private final FlywayEngine engine;
    private final PendingMigrations files;

    MigrationRun(GateConfig config, Pass pass, FlywayEngine engine) {
        this.config = config;
        this.pass = pass;
        this.engine = engine;
        this.files = new PendingMigrations(config);
    }

    /**
     * Clears what an earlier run left, and keeps the books that the next one needs if this one dies.
     *
     * @param fresh whether nothing was ever applied
     * @throws MigrationException MG004 of the file that failed, MG007 of one that did not get its locks or was too late
     */
    void toHead(Position now, boolean fresh) throws InterruptedException {
        IndexBuilds builds = new IndexBuilds(config, files.indexBuilds(now.unfinished()));
        FirstInstall install = new FirstInstall(config);
        try {
            new InterruptedMigration(config, builds).clean(pass, now);
            builds.begin(pass.session());
            if (fresh) {
                install.begin(pass.session(), now.unfinished());
            }
            untilDone();
            builds.end(pass.session());
            install.end(pass.session());
        } catch (SQLException e) {
            throw DatabaseException.during("keeping the books of migrations", e);
        }
    }

    private void untilDone() throws InterruptedException {
        RetryBudget budget = new RetryBudget(pass, config.migrate().lockBudget(), "gate.migrate.lock-budget");
        while (true) {
            try (MigrationLimits limits = new MigrationLimits(
                    pass, MigrationPath.of(config), config.migrate().lockTimeout())) {
                try {
                    engine.migrate(limits);
                    pass.waitsFor("");
                    return;
                } catch (MigrationException e) {
                    String blockers = inTheWay(e, limits, pass.isLate());
                    if (!budget.allowsAnother(String.valueOf(e.file()), blockers)) {
                        throw gaveUp(e, budget.why(), blockers);
                    }
                }
            }
        }
    }

    /** Who is in the way, where time and not the migration is at fault. */
    private String inTheWay(MigrationException e, MigrationLimits limits, boolean late) {
        String state = SqlState.of(e);
        // The deadline may also cut a wait for a lock short.
        if (!state.equals(SqlState.LOCK_NOT_AVAILABLE) && !(late && state.equals(SqlState.QUERY_CANCELED))) {
            throw e;
        }
        return limits.blockers().isEmpty() ? onTablesOf(e.file()) : limits.blockers();
    }

    private static MigrationException gaveUp(MigrationException e, String why, String blockers) {
        return new MigrationException(
                ErrorCode.MG007,
                Retry.TRANSIENT,
                e.getMessage() + "; " + why + (blockers.equals(Blockers.NOBODY) ? "" : "; in the way: " + blockers),
                e.file(),
                e);
    }

    private String onTablesOf(@Nullable Path file) {
        if (file == null) {
            return "unknown";
        }
        List<RelationUse> uses = files.relations(file);
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
}
