package dev.schemagate.migrate;

import java.sql.SQLException;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.Work;

/** Brings the owned schema to head with Flyway. One pod at a time migrates; a pod that finds nothing pending takes no lock. */
public final class Migrate implements Step {

    private static final Logger LOG = Logger.getLogger(Migrate.class);

    private final GateConfig config;
    private final MigrationFolders folders;

    /** As the check of this pass found it; null where {@link #run} has to look itself. */
    private @Nullable Position position;

    public Migrate(GateConfig config) {
        this.config = config;
        this.folders = new MigrationFolders(config.migrate().locations());
    }

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String inputs() {
        return folders.fingerprint();
    }

    /** Reads where the schema stands and judges what is pending; {@link #run} starts from there. */
    @Override
    public void check(Work work) {
        position = null;
        if (config.migrate().engine() == GateConfig.Engine.NONE
                || folders.files().isEmpty()) {
            return;
        }
        Position found = engine(work).position();
        if (!found.pending().isEmpty() && config.policy().migrations() != GateConfig.Strictness.OFF) {
            OwnedSchema schema = schema(work);
            new PendingMigrations(config).judge(found.pending(), schema.hasHistory());
        }
        position = found;
    }

    @Override
    public StepResult run(Work work) throws InterruptedException {
        if (config.migrate().engine() == GateConfig.Engine.NONE) {
            return StepResult.nothingToDo("gate.migrate.engine is none");
        }
        if (folders.files().isEmpty()) {
            return withoutFiles(schema(work));
        }
        FlywayEngine engine = engine(work);
        Position seen = position == null ? engine.position() : position;
        position = null;
        Position now = work.claim(seen, Position::isAtHead, engine::position);
        return now.isAtHead() ? atHead(now) : apply(work, engine, now);
    }

    private StepResult atHead(Position now) {
        if (now.ahead() > 0) {
            LOG.warnf(
                    "database is ahead of the migration files schema=%s ahead=%d version=%s: a rollback in progress?",
                    config.ownedSchema(), now.ahead(), now.version());
        }
        return StepResult.nothingToDo(now.describe());
    }

    private FlywayEngine engine(Work work) {
        return new FlywayEngine(config, work.database(), folders.present());
    }

    private OwnedSchema schema(Work work) {
        return OwnedSchema.read(
                work.session(), config.ownedSchema(), config.migrate().role());
    }

    private StepResult apply(Work work, FlywayEngine engine, Position now) {
        schema(work).refuseWithoutPrivilege();
        IndexBuilds builds = new IndexBuilds(config);
        int applied;
        try {
            new InterruptedMigration(config, builds).clean(work.session(), now);
            builds.begin(work.session(), now.unfinished());
            applied = engine.migrate();
            builds.end(work.session(), now.unfinished());
        } catch (SQLException e) {
            throw DatabaseException.during("building indexes for migrations", e);
        }
        return StepResult.done(applied + (applied == 1 ? " migration" : " migrations") + " applied, "
                + engine.position().describe());
    }

    private StepResult withoutFiles(OwnedSchema schema) {
        if (schema.hasHistory()) {
            throw MigrationException.permanent(
                    ErrorCode.MG002,
                    "schema " + schema.name() + " has a migration history, and there is no migration file in "
                            + config.migrate().locations() + "; an empty folder is not a rollback");
        }
        return StepResult.nothingToDo("no migration files");
    }
}
