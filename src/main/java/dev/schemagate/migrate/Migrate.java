package dev.schemagate.migrate;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/** Brings the owned schema to head with Flyway. One pod at a time migrates; a pod that finds nothing pending takes no lock. */
public final class Migrate implements Step {

    private static final Logger LOG = Logger.getLogger(Migrate.class);

    static final String NO_ENGINE = "gate.migrate.engine is none";
    static final String NO_FILES = "no migration files";

    private final GateConfig config;
    private final MigrationFolders folders;
    private final String program;

    /** @param program its digest: another program asks Flyway anew */
    public Migrate(GateConfig config, String program) {
        this.config = config;
        this.program = program;
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

    /** Reads the files and where the schema stands, and judges all that would run. */
    @Override
    public Prepared prepare(Pass pass) {
        if (config.migrate().engine() == GateConfig.Engine.NONE) {
            return () -> StepResult.nothingToDo(NO_ENGINE);
        }
        ReadFiles files = new ReadFiles(config, folders.read());
        SchemaLook look = new SchemaLook(config, pass, files, program);
        if (files.isEmpty()) {
            return () -> withoutFiles(look.schema());
        }
        Position found = look.now();
        judge(look, found);
        return () -> run(pass, look, found);
    }

    private void judge(SchemaLook look, Position position) {
        if (!position.isAtHead()) {
            new PendingMigrations(config).judge(position, look.inUse(position));
        }
    }

    private StepResult run(Pass pass, SchemaLook look, Position seen) throws InterruptedException {
        Position now = pass.claim(seen, Position::isAtHead, worker -> look.now());
        if (now.isAtHead()) {
            return atHead(seen, now);
        }
        if (!now.equals(seen)) {
            judge(look, now);
        }
        return apply(pass, look, now);
    }

    /** @param seen before another pod, where one was at pass, had finished */
    private StepResult atHead(Position seen, Position now) {
        if (now.ahead() > 0) {
            LOG.warnf(
                    "database is ahead of the migration files schema=%s ahead=%d version=%s: a rollback in progress?",
                    config.ownedSchema(), now.ahead(), now.version());
        }
        int others = seen.unfinished().size();
        return StepResult.nothingToDo((others == 0 ? "" : count(others) + " applied by others, ") + now.describe());
    }

    private StepResult apply(Pass pass, SchemaLook look, Position now) throws InterruptedException {
        OwnedSchema schema = look.schema();
        schema.refuseWithoutPrivilege();
        new MigrationRun(config, pass, look.engine(schema)).toHead(now);
        return StepResult.done(
                count(now.unfinished().size()) + " applied, " + look.afterRun().describe());
    }

    private static String count(int migrations) {
        return migrations + (migrations == 1 ? " migration" : " migrations");
    }

    private StepResult withoutFiles(OwnedSchema schema) {
        schema.refuseWithoutFiles(config.migrate().locations());
        return StepResult.nothingToDo(NO_FILES);
    }
}
