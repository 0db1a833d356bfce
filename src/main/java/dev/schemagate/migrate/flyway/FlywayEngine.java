package dev.schemagate.migrate.flyway;

import dev.schemagate.config.GateConfig;
import dev.schemagate.migrate.HistoryTable;
import dev.schemagate.migrate.MigrationEngine;
import dev.schemagate.migrate.Migrations;
import dev.schemagate.sequence.Pass;

/** Flyway, inside this process, on the folders of {@code gate.migrate.locations}. */
public final class FlywayEngine implements MigrationEngine {

    /** The name of Flyway's table, which the gate lets it keep. */
    public static final String HISTORY = "flyway_schema_history";

    private final GateConfig config;
    private final String program;
    private final MigrationFolders folders;

    /** @param program its digest: another program asks Flyway anew */
    public FlywayEngine(GateConfig config, String program) {
        this.config = config;
        this.program = program;
        this.folders = new MigrationFolders(config.migrate().locations());
    }

    @Override
    public HistoryTable history() {
        return history(config);
    }

    static HistoryTable history(GateConfig config) {
        return new HistoryTable(config.ownedSchema(), HISTORY);
    }

    @Override
    public String inputs() {
        return folders.fingerprint();
    }

    @Override
    public Migrations<?> read(Pass pass) {
        return new FlywayMigrations(config, pass, new ReadFiles(config, folders.read()), program);
    }
}
