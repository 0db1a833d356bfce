package dev.schemagate.migrate.alembic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.error.GateException;
import dev.schemagate.migrate.Migrations;
import dev.schemagate.sequence.Pass;

/** The revisions of {@code gate.alembic.heads}, which another job brings; of others nothing is known. */
record AwaitedHeads(List<String> heads, VersionTable table, Pass pass, Waiting waiting)
        implements Migrations<AlembicState> {

    @Override
    public Set<String> declared() {
        return Set.of();
    }

    @Override
    public Optional<String> nothingToDo() {
        return Optional.empty();
    }

    @Override
    public AlembicState look() {
        Optional<Set<String>> rows = table.rows(pass.session());
        Set<String> missing = new LinkedHashSet<>(heads);
        rows.ifPresent(missing::removeAll);
        String at = rows.map(found -> found.isEmpty() ? "at no revision" : "at " + String.join(", ", found))
                .orElse("there is no " + table.table());
        return waiting.until(new AlembicState(
                missing.isEmpty()
                        ? "at head " + String.join(", ", heads)
                        : at + ", needs " + String.join(", ", missing),
                rows.orElse(Set.of()),
                rows.isPresent(),
                missing.isEmpty(),
                false,
                List.of()));
    }

    @Override
    public AlembicState preview() {
        return look();
    }

    @Override
    public boolean isInUse(AlembicState position) {
        return true;
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
