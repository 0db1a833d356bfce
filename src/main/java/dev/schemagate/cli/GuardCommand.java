package dev.schemagate.cli;

import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.watch.LogReaderSql;

/** What a superuser may set up for the gate. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Prints what a superuser may set up for the gate.",
        subcommands = GuardCommand.Sql.class)
class GuardCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name what to do: sql");
    }

    /** Prints SQL; touches no database. */
    @Command(
            name = "sql",
            mixinStandardHelpOptions = true,
            description = "Prints SQL for a superuser to read and to run.",
            footer = {"", "Example:", "  schema-gate guard sql --log-reader --role app | psql -U postgres app"})
    static class Sql implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Option(
                names = "--log-reader",
                required = true,
                description = "A function that reads the server's log files and nothing else, for source server-log.")
        boolean logReader;

        @Option(names = "--role", description = "The gate's login (default: the one it is configured with).")
        String role;

        @Inject
        GateConfig config;

        @Inject
        Instance<Database> database;

        @Override
        public Integer call() {
            String login = role != null
                    ? role
                    : database.get()
                            .target()
                            .user()
                            .orElseThrow(() -> new ParameterException(spec.commandLine(), "set --role"));
            spec.commandLine().getOut().print(LogReaderSql.of(config.schema(), login));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
