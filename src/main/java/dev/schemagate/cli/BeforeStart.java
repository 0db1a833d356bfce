package dev.schemagate.cli;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;

import dev.schemagate.config.GateConfig;
import dev.schemagate.config.Settings;
import dev.schemagate.db.Database;

/** Refuses wrong settings while no port is open yet: Quarkus opens it when all have observed the start. */
@Singleton
class BeforeStart {

    void validate(
            @Observes @Priority(1) StartupEvent started,
            @CommandLineArguments String[] args,
            GateConfig config,
            Instance<Database> database) {
        try {
            Settings.validate(config);
            if (CommandLines.needsDatabase(args)) {
                database.get();
            }
        } catch (RuntimeException wrong) {
            // A mistyped option is told first: what the settings lack may be what it should have been.
            if (CommandLines.understands(args)) {
                throw wrong;
            }
        }
    }
}
