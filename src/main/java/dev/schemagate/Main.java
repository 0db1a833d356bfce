package dev.schemagate;

import java.net.BindException;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

import dev.schemagate.cli.CommandLines;
import dev.schemagate.cli.ConsoleFormat;
import dev.schemagate.cli.ExitCode;
import dev.schemagate.cli.TerminationLog;
import dev.schemagate.config.ConfigurationProblems;
import dev.schemagate.config.UnknownVariables;

/** Starts the verb that the arguments name; {@code serve} without any. */
@QuarkusMain
public class Main implements QuarkusApplication {

    @Inject
    CommandLine.IFactory factory;

    public static void main(String... args) {
        String[] given = args.length == 0 ? new String[] {"serve"} : args;
        if (CommandLines.needsNothing(given)) {
            System.exit(CommandLines.of(CommandLine.defaultFactory()).execute(given));
        }
        if (!CommandLines.listens(given)) {
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("quarkus.log.level", CommandLines.runsSequence(given) ? "INFO" : "WARN");
        }
        if (CommandLines.runsSequence(given)) {
            ConsoleFormat.choose(System.getenv());
            UnknownVariables.warnings(System.getenv().keySet())
                    .forEach(warning -> System.err.println(ConsoleFormat.warning(warning)));
        }
        Quarkus.run(Main.class, Main::exit, given);
    }

    @Override
    public int run(String... args) {
        return CommandLines.of(factory).execute(args);
    }

    private static void exit(int code, Throwable failure) {
        if (failure == null) {
            System.exit(code);
        }
        List<String> problems = ConfigurationProblems.of(failure);
        List<String> reasons = problems.isEmpty() ? List.of("cannot start: " + cause(failure)) : problems;
        reasons.forEach(reason -> System.err.println(ConsoleFormat.error(reason)));
        TerminationLog.write(String.join("; ", reasons));
        System.exit(problems.isEmpty() ? ExitCode.SEQUENCE_FAILED : ExitCode.USAGE);
    }

    private static String cause(Throwable failure) {
        Throwable last = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof BindException) {
                return "the port is in use; set QUARKUS_HTTP_PORT (" + t.getMessage() + ")";
            }
            last = t;
        }
        return last.toString();
    }
}
