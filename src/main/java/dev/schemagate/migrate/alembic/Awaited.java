package dev.schemagate.migrate.alembic;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.schemagate.error.GateException;
import dev.schemagate.migrate.Migrations;

/**
 * What another job brings.
 *
 * @param state where the schema stands now
 * @param declaring what is declared by the files, where there are any
 */
record Awaited(Supplier<AlembicState> state, Supplier<Set<String>> declaring, JobWait waiting)
        implements Migrations<AlembicState> {

    @Override
    public Set<String> declared() {
        return declaring.get();
    }

    @Override
    public AlembicState look() {
        return waiting.until(state.get());
    }

    @Override
    public boolean isInUse(AlembicState position) {
        return true;
    }

    @Override
    public Optional<GateException> refusal(AlembicState position) {
        return Optional.empty();
    }

    /** Never asked: a state that is not at the head is not handed out. */
    @Override
    public AlembicState apply(AlembicState judged) {
        return look();
    }
}
