package dev.schemagate.migrate;

import dev.schemagate.sequence.Pass;

/** Who brings the owned schema to head. Each is a package of its own below this one, which nobody else looks into. */
public interface MigrationEngine {

    /** Where it notes what it has applied; in whatever schema, that table is nobody else's. */
    HistoryTable history();

    /** Changes when a file changes that it reads. */
    String inputs();

    /**
     * Reads its files, once for the whole pass.
     *
     * @throws MigrationException where a file that should be there cannot be read
     */
    Migrations<?> read(Pass pass);
}
