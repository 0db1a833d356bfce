package dev.schemagate.migrate.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateResult;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.SessionSource;
import dev.schemagate.sql.Identifiers;

/**
 * Flyway on the files that were read, with {@code clean} disabled and its history table in the owned schema. It finds nothing else: no
 * folder, no class, no program; and a look at the history runs no callback.
 *
 * <p>{@code transactional.lock=false}: with Flyway's default its own lock transaction holds the snapshot that a {@code CREATE INDEX
 * CONCURRENTLY} waits for, for ever (flyway/flyway#3961).
 */
final class FlywayCommands {

    /** A repeatable file that is gone leaves nothing to run, as when a deploy is rolled back. */
    private static final String[] EXPECTED = {"*:pending", "*:future", "repeatable:missing"};

    private final GateConfig config;
    private final Database database;
    private final MigrationSet set;
    private final BooleanSupplier hasHistory;

    /** @param hasHistory whether the schema has a history table by now */
    FlywayCommands(GateConfig config, Database database, MigrationSet set, BooleanSupplier hasHistory) {
        this.config = config;
        this.database = database;
        this.set = set;
        this.hasHistory = hasHistory;
    }

    private FluentConfiguration settings(Set<MigrationScript> running) {
        FluentConfiguration settings = Flyway.configure()
                .dataSource(new SessionSource(database))
                .locations(new String[0])
                .resourceProvider(new ServedScripts(set.scripts(), running))
                .javaMigrationClassProvider(List::of)
                .placeholders(set.placeholders())
                .defaultSchema(config.ownedSchema())
                .schemas(config.ownedSchema())
                .createSchemas(true)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .outOfOrder(config.migrate().outOfOrder() == GateConfig.Switch.TRUE)
                .ignoreMigrationPatterns(EXPECTED)
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
        config.migrate().baselineVersion().ifPresent(version -> settings.baselineOnMigrate(true)
                .baselineVersion(version));
        // What a migration runs under is set by MigrationLimits; this is for Flyway's own statements.
        String patience = "SET lock_timeout = " + config.migrate().lockTimeout().toMillis();
        return settings.initSql(config.migrate()
                .role()
                .map(role -> patience + "; SET ROLE " + Identifiers.quote(role))
                .orElse(patience));
    }

    /**
     * @throws dev.schemagate.migrate.MigrationException MG003, MG011 or MG013 where the history and the files differ, MG012 where there is none beside other
     *     objects
     */
    FlywayPosition position() {
        Flyway looking = settings(Set.of()).skipDefaultCallbacks(true).load();
        try {
            // Each command of Flyway opens a session of its own, and a cold TLS handshake is what a start spends most
            // on.
            MigrationInfoService history = looking.info();
            // Asked afterwards: another pod may have begun the history meanwhile.
            boolean without = !hasHistory.getAsBoolean();
            boolean fresh = without && history.getInfoResult().allSchemasEmpty;
            boolean adopted = without && !fresh;
            if (adopted && config.migrate().baselineVersion().isEmpty()) {
                throw FlywayFailures.notEmpty(config.ownedSchema());
            }
            List<MigrationScript> unfinished = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            int ahead = 0;
            for (MigrationInfo info : history.all()) {
                MigrationState state = info.getState();
                if (state.isFailed()) {
                    failed.add(
                            info.getVersion() == null
                                    ? info.getScript()
                                    : info.getVersion().getVersion());
                } else if (state == MigrationState.FUTURE_SUCCESS) {
                    ahead++;
                }
                boolean due = state.isFailed() || state == MigrationState.PENDING || state == MigrationState.OUTDATED;
                if (due && !(adopted && isBelowBaseline(info))) {
                    // The file of one that failed may be gone.
                    set.script(info.getPhysicalLocation()).ifPresent(unfinished::add);
                }
            }
            MigrationInfo current = history.current();
            String version = current == null || current.getVersion() == null
                    ? ""
                    : current.getVersion().getVersion();
            if (failed.isEmpty()) {
                validate(looking, version);
            }
            return new FlywayPosition(version, unfinished, set.callbacks(), failed, ahead, fresh);
        } catch (FlywayException e) {
            throw FlywayFailures.translate(e);
        }
    }

    /** What Flyway will not run once it has marked the schema as being at that version. */
    private boolean isBelowBaseline(MigrationInfo info) {
        MigrationVersion baseline =
                MigrationVersion.fromVersion(config.migrate().baselineVersion().orElseThrow());
        boolean isBaseline = set.script(info.getPhysicalLocation())
                .filter(script -> script.name().kind() == MigrationName.Kind.BASELINE)
                .isPresent();
        return info.getVersion() != null && (isBaseline || info.getVersion().compareTo(baseline) <= 0);
    }

    private void validate(Flyway looking, String version) {
        ValidateResult result = looking.validateWithResult();
        if (!result.validationSuccessful) {
            throw FlywayFailures.invalid(result, version);
        }
    }

    /** Applies what is pending, as judged. */
    void migrate(FlywayPosition judged, Callback limits) {
        Set<MigrationScript> running = Stream.concat(judged.pending().stream(), judged.callbacks().stream())
                .collect(Collectors.toSet());
        try {
            settings(running).callbacks(limits).load().migrate();
        } catch (FlywayException e) {
            throw FlywayFailures.translate(e);
        }
    }
}
