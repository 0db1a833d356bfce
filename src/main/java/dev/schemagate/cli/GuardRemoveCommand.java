package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.Installation;

/** Takes the guard away. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = {
            "Removes the guard. The tables with its passes and what it let through stay, with the ticket as last entry.",
            "Exit codes: 0 removed or not there, 3 not removed."
        },
        footer = {"", "Example:", "  schema-gate guard remove --ticket 'OPS-7 upgrade to 18'"})
class GuardRemoveCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--ticket", required = true, description = "What for; it is recorded.")
    String ticket;

    @Option(names = "--purge", description = "Remove the tables, too.")
    boolean purge;

    @Inject
    GateConfig config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        boolean removed = new Installation(database.get(), GuardScript.of(config, "")).remove(ticket, purge);
        spec.commandLine().getOut().println(removed ? "guard removed" : "guard not installed");
        return ExitCode.OK;
    }
}
