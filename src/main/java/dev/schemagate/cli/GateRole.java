package dev.schemagate.cli;

import jakarta.enterprise.inject.Instance;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.schemagate.db.Database;

/** Which role the gate logs in as, where an administrator sets something up for it. */
final class GateRole {

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(names = "--role", description = "The gate's login (default: the one it is configured with).")
    @Nullable
    String role;

    String name(Instance<Database> database) {
        if (role != null) {
            return role;
        }
        return database.get()
                .target()
                .user()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "set --role"));
    }
}
