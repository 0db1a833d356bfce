package dev.schemagate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command; its subcommands are the verbs. */
@Command(
        name = "schema-gate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Decides when a pod may serve, by the state of its database schema.",
        subcommands = {
            ServeCommand.class,
            RunCommand.class,
            LintCommand.class,
            PlanCommand.class,
            DriftCommand.class,
            ContractCommand.class,
            VerifyCommand.class,
            GuardCommand.class,
            ReadyCommand.class,
            StatusCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Without a verb it serves. Settings come from the environment: GATE_DATABASE_URL and others.",
            "Exit codes: 0 ok, 1 findings, 2 usage, 3 could not check, 4 the sequence failed."
        })
class SchemaGate implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
