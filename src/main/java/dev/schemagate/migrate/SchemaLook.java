package dev.schemagate.migrate;

import java.sql.SQLException;
import java.util.Optional;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.sequence.Pass;

/** Looks at where the owned schema stands beside the files of one pass. */
final class SchemaLook {

    private final GateConfig config;
    private final Pass pass;
    private final ReadFiles files;
    private final String program;
    private final KnownHead heads;

    /** @param program its digest: another program asks Flyway anew */
    SchemaLook(GateConfig config, Pass pass, ReadFiles files, String program) {
        this.config = config;
        this.pass = pass;
        this.files = files;
        this.program = program;
        this.heads = new KnownHead(config);
    }

    OwnedSchema schema() {
        return OwnedSchema.read(
                pass.session(), config.ownedSchema(), config.migrate().role());
    }

    FlywayEngine engine(OwnedSchema schema) {
        return new FlywayEngine(config, pass.database(), files.set(schema), () -> schema().hasHistory());
    }

    /** As Flyway says. */
    Position ask() {
        return engine(schema()).position();
    }

    /** As Flyway said of the same files and history before. */
    Optional<Position> recall() {
        return heads.recall(pass.session(), key());
    }

    /** As it was said before, or is said now and kept. */
    Position now() {
        KnownHead.Key key = key();
        return heads.recall(pass.session(), key).orElseGet(() -> keep(key, ask()));
    }

    /** As Flyway says once all that was pending has run, and is kept. */
    Position afterRun() {
        KnownHead.Key key = key();
        return keep(key, ask().withoutCallbacks());
    }

    private Position keep(KnownHead.Key key, Position position) {
        if (position.isAtHead() && key.history() != null && key.equals(key())) {
            heads.keep(pass.session(), key, position);
        }
        return position;
    }

    private KnownHead.Key key() {
        return heads.key(pass.session(), program + '/' + files.digest());
    }

    /** Whether old code may know what is there. */
    boolean inUse(Position position) {
        try {
            return !position.fresh() && !new FirstInstall(config).goesOn(pass.session(), position.unfinished());
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the migration history", e);
        }
    }
}
