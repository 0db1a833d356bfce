package dev.schemagate.migrate.engines;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.config.GateConfig;
import dev.schemagate.migrate.MigrationEngine;
import dev.schemagate.migrate.alembic.AlembicEngine;
import dev.schemagate.migrate.alembic.VersionTable;
import dev.schemagate.migrate.flyway.FlywayEngine;

/** The migration engines, and what whoever serves all of them has to know of each. */
public final class Engines {

    /** The history tables of all engines, as they are called where nobody calls them otherwise. */
    public static final Set<String> LEDGERS = Set.of(FlywayEngine.HISTORY, VersionTable.NAME);

    private Engines() {}

    /**
     * That of {@code gate.migrate.engine}; empty where it is none.
     *
     * @param program its digest: another program believes nothing that this one noted
     */
    public static Optional<MigrationEngine> chosen(GateConfig config, String program) {
        return switch (config.migrate().engine()) {
            case FLYWAY -> Optional.of(new FlywayEngine(config, program));
            case ALEMBIC -> Optional.of(new AlembicEngine(config));
            case NONE -> Optional.empty();
        };
    }

    /** {@link #LEDGERS}, and one that is called otherwise, for whoever runs no engine. */
    public static Set<String> ledgers(Optional<String> versionTable) {
        return Stream.concat(LEDGERS.stream(), versionTable.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** {@link #LEDGERS}, and what this configuration calls that of its engine. */
    public static Set<String> ledgers(GateConfig config) {
        return ledgers(chosen(config, "").map(engine -> engine.history().name()));
    }
}
