package dev.schemagate.migrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateResult;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.Identifiers;
import dev.schemagate.db.SessionSource;

/**
 * Flyway on the mounted folders, with {@code clean} disabled and its history table in the owned schema.
 *
 * <p>{@code transactional.lock=false}: with Flyway's default its own lock transaction holds the snapshot that a {@code CREATE INDEX
 * CONCURRENTLY} waits for, for ever (flyway/flyway#3961).
 */
final class FlywayEngine {

    private static final String CHECKED = "*:pending";

    private final Flyway flyway;

    FlywayEngine(GateConfig config, Database database, List<Path> folders) {
        FluentConfiguration settings = Flyway.configure()
                .dataSource(new SessionSource(database))
                .locations(
                        folders.stream().map(folder -> "filesystem:" + folder).toArray(String[]::new))
                .defaultSchema(config.ownedSchema())
                .schemas(config.ownedSchema())
                .createSchemas(true)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns(CHECKED, "*:future")
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        // What a migration runs under is set by MigrationLimits; this is for Flyway's own statements.
        String patience = "SET lock_timeout = " + config.migrate().lockTimeout().toMillis();
        settings.initSql(config.migrate()
                .role()
                .map(role -> patience + "; SET ROLE " + Identifiers.quote(role))
                .orElse(patience));
        this.flyway = settings.load();
    }

    /** @throws MigrationException MG003 where an applied migration and its file differ */
    Position position() {
        try {
            // Each command of Flyway opens a session of its own, and a cold TLS handshake is what a start spends most
            // on.
            MigrationInfoService history = flyway.info();
            List<Path> unfinished = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            int ahead = 0;
            for (MigrationInfo info : history.all()) {
                MigrationState state = info.getState();
                if (state.isFailed()) {
                    failed.add(
                            info.getVersion() == null
                                    ? info.getScript()
                                    : info.getVersion().getVersion());
                    // Its file may be gone.
                    if (info.getPhysicalLocation() != null) {
                        unfinished.add(Path.of(info.getPhysicalLocation()));
                    }
                } else if (state == MigrationState.PENDING || state == MigrationState.OUTDATED) {
                    unfinished.add(Path.of(info.getPhysicalLocation()));
                } else if (state == MigrationState.FUTURE_SUCCESS) {
                    ahead++;
                }
            }
            if (failed.isEmpty()) {
                validate();
            }
            MigrationInfo current = history.current();
            String version = current == null || current.getVersion() == null
                    ? ""
                    : current.getVersion().getVersion();
            return new Position(version, unfinished, failed, ahead);
        } catch (FlywayException e) {
            throw FlywayFailures.translate(e);
        }
    }

    private void validate() {
        ValidateResult result = flyway.validateWithResult();
        if (!result.validationSuccessful) {
            throw FlywayFailures.invalid(result);
        }
    }

    /** Applies what is pending. */
    void migrate(Callback limits) {
        try {
            Flyway.configure()
                    .configuration(flyway.getConfiguration())
                    .callbacks(limits)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw FlywayFailures.translate(e);
        }
    }
}
