package dev.schemagate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The guard of the two schemas against removals, and what else a superuser may set up for the gate. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Guards both schemas against removals, renames and narrowings, whoever asks for them.",
        subcommands = {
            GuardSqlCommand.class,
            GuardInstallCommand.class,
            GuardStatusCommand.class,
            GuardAllowCommand.class,
            GuardOwnersCommand.class,
            GuardRemoveCommand.class
        })
class GuardCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
