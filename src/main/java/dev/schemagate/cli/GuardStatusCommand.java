package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.Inspection;
import dev.schemagate.ownership.guard.Installation;

/** Compares the guard that is there with the one that this program would install. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether the guard is installed and enabled, and is what this version installs.",
            "Any role may ask. Exit codes: 0 it is, 1 it is not there or differs, 3 could not check."
        },
        footer = {"", "Example:", "  schema-gate guard status"})
class GuardStatusCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Inject
    GateConfig config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        Inspection found = new Installation(database.get(), GuardScript.of(config, "")).inspect();
        PrintWriter out = spec.commandLine().getOut();
        if (!found.installed()) {
            out.println("guard not installed; an administrator may: schema-gate guard install");
            return ExitCode.FINDINGS;
        }
        out.println(
                found.intact()
                        ? "guard installed, as this version installs it"
                        : "guard installed, but it differs from what this version installs; run: schema-gate guard install");
        found.differences().forEach(difference -> out.println("  " + difference));
        found.notes().forEach(note -> out.println("  note: " + note));
        return found.intact() ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
