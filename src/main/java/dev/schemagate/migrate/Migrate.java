package dev.schemagate.migrate;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.Work;

/** Brings the owned schema to head with Flyway. One pod at a time migrates; a pod that finds nothing pending takes no lock. */
public final class Migrate implements Step {

    private static final Logger LOG = Logger.getLogger(Migrate.class);

    private final GateConfig config;
    private final RandomGenerator random;
    private final MigrationFolders folders;

    public Migrate(GateConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
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

    @Override
    public StepResult run(Work work) throws InterruptedException {
        if (config.migrate().engine() == GateConfig.Engine.NONE) {
            return StepResult.nothingToDo("gate.migrate.engine is none");
        }
        List<Path> files = folders.files();
        OwnedSchema schema = OwnedSchema.read(
                work.session(), config.ownedSchema(), config.migrate().role());
        if (files.isEmpty()) {
            return withoutFiles(schema);
        }
        FlywayEngine engine = new FlywayEngine(config, work.database(), folders.present());
        for (int tries = 0; ; tries++) {
            Position position = engine.position();
            if (position.isAtHead()) {
                if (position.ahead() > 0) {
                    LOG.warnf(
                            "database is ahead of the migration files schema=%s ahead=%d version=%s: a rollback in progress?",
                            config.ownedSchema(), position.ahead(), position.version());
                }
                return StepResult.nothingToDo(position.describe());
            }
            if (work.tryLock()) {
                schema.refuseWithoutPrivilege();
                return apply(work, engine);
            }
            Thread.sleep(Backoff.FAST.delay(tries, random).toMillis());
        }
    }

    private StepResult apply(Work work, FlywayEngine engine) {
        Position position = engine.position();
        if (position.isAtHead()) {
            return StepResult.nothingToDo(position.describe());
        }
        new InterruptedMigration(config).clean(work.session(), position);
        int applied = engine.migrate();
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
