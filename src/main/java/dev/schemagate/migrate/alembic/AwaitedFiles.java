package dev.schemagate.migrate.alembic;

import java.util.Optional;
import java.util.Set;

import dev.schemagate.error.GateException;
import dev.schemagate.migrate.Migrations;

/** The revisions of the files, which another job runs. */
record AwaitedFiles(AlembicMigrations files, Waiting waiting) implements Migrations<AlembicState> {

    @Override
    public Set<String> declared() {
        return files.declared();
    }

    @Override
    public Optional<String> nothingToDo() {
        return Optional.empty();
    }

    @Override
    public AlembicState look() {
        return waiting.until(files.look());
    }

    @Override
    public AlembicState preview() {
        return look();
    }

    @Override
    public boolean isInUse(AlembicState position) {
        return files.isInUse(position);
    }

    @Override
    public Optional<GateException> refusal(AlembicState position) {
        return Optional.empty();
    }

    @Override
    public AlembicState apply(AlembicState judged) {
        return look();
    }
}
