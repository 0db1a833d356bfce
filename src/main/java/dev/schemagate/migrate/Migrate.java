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
    private final KnownHead heads;
    private final String program;

    /** As the check of this pass found it; null where {@link #run} has to look itself. */
    private @Nullable Position position;

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

    /** Reads where the schema stands and judges what is pending; {@link #run} starts from there. */
    @Override
    public void check(Work work) {
        position = null;
        if (config.migrate().engine() == GateConfig.Engine.NONE
                || folders.files().isEmpty()) {
            return;
        }
        Position found = look(work);
        if (!found.unfinished().isEmpty() && config.policy().migrations() != GateConfig.Strictness.OFF) {
            new PendingMigrations(config).judge(found.unfinished(), inUse(work, found));
        }
        position = found;
    }

    /** Whether old code may know what is there. */
    private boolean inUse(Work work, Position found) {
        try {
            return schema(work).hasHistory() && !new FirstInstall(config).goesOn(work.session(), found.unfinished());
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the migration history", e);
        }
    }

    @Override
    public StepResult run(Work work) throws InterruptedException {
        if (config.migrate().engine() == GateConfig.Engine.NONE) {
            return StepResult.nothingToDo("gate.migrate.engine is none");
        }
        if (folders.files().isEmpty()) {
            return withoutFiles(schema(work));
        }
        Position seen = position == null ? look(work) : position;
        position = null;
        Position now = work.claim(seen, Position::isAtHead, () -> look(work));
        return now.isAtHead() ? atHead(seen, now) : apply(work, now);
    }

    /** Where the schema stands, as Flyway says, or as it said of the same files and history before. */
    private Position look(Work work) {
        KnownHead.Key key = key(work);
        return heads.recall(work.session(), key).orElseGet(() -> {
            Position found = engine(work).position();
            if (found.isAtHead() && key.history() != null && key.equals(key(work))) {
                heads.keep(work.session(), key, found);
            }
            return found;
        });
    }

    private KnownHead.Key key(Work work) {
        return heads.key(work.session(), program + '/' + folders.digest());
    }

    /** @param seen before another pod, where one was at work, had finished */
    private StepResult atHead(Position seen, Position now) {
        if (now.ahead() > 0) {
            LOG.warnf(
                    "database is ahead of the migration files schema=%s ahead=%d version=%s: a rollback in progress?",
                    config.ownedSchema(), now.ahead(), now.version());
        }
        int others = seen.unfinished().size();
        return StepResult.nothingToDo((others == 0 ? "" : count(others) + " applied by others, ") + now.describe());
    }

    private FlywayEngine engine(Work work) {
        return new FlywayEngine(config, work.database(), folders.present());
    }

    private OwnedSchema schema(Work work) {
        return OwnedSchema.read(
                work.session(), config.ownedSchema(), config.migrate().role());
    }

    private StepResult apply(Work work, Position now) throws InterruptedException {
        OwnedSchema schema = schema(work);
        schema.refuseWithoutPrivilege();
        new MigrationRun(config, work, engine(work)).toHead(now, !schema.hasHistory());
        return StepResult.done(
                count(now.unfinished().size()) + " applied, " + look(work).describe());
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
