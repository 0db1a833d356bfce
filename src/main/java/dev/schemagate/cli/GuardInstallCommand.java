package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.Inspection;
import dev.schemagate.ownership.guard.Installation;

/** Installs the guard, or brings one to this program's version. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = {
            "Installs the guard, or brings an older one to this version without a moment unguarded.",
            "Who may is the server's to say: a superuser, and the administrator of most managed services.",
            "Exit codes: 0 installed (with --dry-run: could be), 3 not, and nothing was changed."
        },
        footer = {
            "",
            "Example:",
            "  GATE_DATABASE_URL=postgresql://postgres@db/app schema-gate guard install --role gate"
        })
class GuardInstallCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--dry-run", description = "Try it and roll it back.")
    boolean dryRun;

    @Mixin
    GateRole role;

    @Inject
    GateConfig config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        Installation installation = new Installation(database.get(), GuardScript.of(config, role.name(database)));
        Inspection before = installation.inspect();
        installation.install(!dryRun);
        String done = !before.installed() ? "installed" : before.intact() ? "installed already" : "brought up to date";
        spec.commandLine()
                .getOut()
                .println("guard of " + config.ownedSchema() + " and " + config.foreignSchema() + " "
                        + (dryRun ? "could be installed; rolled back" : done));
        return ExitCode.OK;
    }
}
