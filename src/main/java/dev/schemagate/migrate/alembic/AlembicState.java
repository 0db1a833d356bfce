package dev.schemagate.migrate.alembic;

import java.util.List;
import java.util.Set;

import dev.schemagate.migrate.PendingScript;
import dev.schemagate.migrate.SchemaPosition;

/**
 * Where the owned schema stands among the revisions.
 *
 * @param describe in words
 * @param rows those of the version table
 * @param hasTable whether there is one
 * @param pending the revisions that run next, in order
 */
record AlembicState(
        String describe,
        Set<String> rows,
        boolean hasTable,
        boolean isAtHead,
        boolean isAhead,
        List<PendingRevision> pending)
        implements SchemaPosition {

    @Override
    public List<? extends PendingScript> callbacks() {
        return List.of();
    }
}
