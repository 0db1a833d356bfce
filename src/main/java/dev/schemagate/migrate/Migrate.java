package dev.schemagate.migrate;

import java.sql.SQLException;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/** Brings the owned schema to head with Flyway. One pod at a time migrates; a pod that finds nothing pending takes no lock. */
public final class Migrate implements Step {

    private static final Logger LOG = Logger.getLogger(Migrate.class);

    private final GateConfig config;
    private final MigrationFolders folders;
    private final KnownHead heads;
    private final String program;

    /** @param program its digest: another program asks Flyway anew */
    public Migrate(GateConfig config, String program) {
        this.config = config;
        this.program = program;
        this.heads = new KnownHead(config);
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
            return () -> StepResult.nothingToDo("gate.migrate.engine is none");
        }
        ReadFiles files = new ReadFiles(config, folders.read());
        if (files.isEmpty()) {
            return () -> withoutFiles(schema(pass));
        }
        Position found = look(pass, files);
        judge(pass, found);
        return () -> run(pass, files, found);
    }

    private void judge(Pass pass, Position position) {
        if (!position.isAtHead()) {
            new PendingMigrations(config).judge(position, inUse(pass, position));
        }
    }

    /** Whether old code may know what is there. */
    private boolean inUse(Pass pass, Position position) {
        try {
            return !position.fresh() && !new FirstInstall(config).goesOn(pass.session(), position.unfinished());
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the migration history", e);
        }
    }

    private StepResult run(Pass pass, ReadFiles files, Position seen) throws InterruptedException {
        Position now = pass.claim(seen, Position::isAtHead, worker -> look(pass, files));
        if (now.isAtHead()) {
            return atHead(seen, now);
        }
        if (!now.equals(seen)) {
            judge(pass, now);
        }
        return apply(pass, files, now);
    }

    /** Where the schema stands, as Flyway says, or as it said of the same files and history before. */
    private Position look(Pass pass, ReadFiles files) {
        KnownHead.Key key = key(pass, files);
        return heads.recall(pass.session(), key).orElseGet(() -> keep(pass, files, key, ask(pass, files)));
    }

    private Position ask(Pass pass, ReadFiles files) {
        return engine(pass, files, schema(pass)).position();
    }

    private Position keep(Pass pass, ReadFiles files, KnownHead.Key key, Position position) {
        if (position.isAtHead() && key.history() != null && key.equals(key(pass, files))) {
            heads.keep(pass.session(), key, position);
        }
        return position;
    }

    private KnownHead.Key key(Pass pass, ReadFiles files) {
        return heads.key(pass.session(), program + '/' + files.digest());
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

    private FlywayEngine engine(Pass pass, ReadFiles files, OwnedSchema schema) {
        return new FlywayEngine(
                config, pass.database(), files.set(schema), () -> schema(pass).hasHistory());
    }

    private OwnedSchema schema(Pass pass) {
        return OwnedSchema.read(
                pass.session(), config.ownedSchema(), config.migrate().role());
    }

    private StepResult apply(Pass pass, ReadFiles files, Position now) throws InterruptedException {
        OwnedSchema schema = schema(pass);
        schema.refuseWithoutPrivilege();
        new MigrationRun(config, pass, engine(pass, files, schema)).toHead(now);
        KnownHead.Key key = key(pass, files);
        Position after = keep(pass, files, key, ask(pass, files).withoutCallbacks());
        return StepResult.done(count(now.unfinished().size()) + " applied, " + after.describe());
    }

    private static String count(int migrations) {
        return migrations + (migrations == 1 ? " migration" : " migrations");
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
