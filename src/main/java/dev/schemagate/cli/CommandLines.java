package dev.schemagate.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import picocli.CommandLine;

import dev.schemagate.config.ConfigurationProblems;
import dev.schemagate.error.Defect;
import dev.schemagate.error.GateException;

/** The command line with its one handler of exceptions: a message and an exit code. */
public final class CommandLines {

    private CommandLines() {}

    public static CommandLine of(CommandLine.IFactory factory) {
        CommandLine command = new CommandLine(SchemaGate.class, factory);
        CommandLine.IParameterExceptionHandler usage = command.getParameterExceptionHandler();
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setOut(utf8(1, System.out))
                .setErr(utf8(2, System.err))
                .setParameterExceptionHandler((wrong, args) ->
                        ConsoleFormat.isJson() ? misread(wrong) : usage.handleParseException(wrong, args))
                .setExecutionExceptionHandler(CommandLines::handle);
    }

    /** The help would be many lines that are no JSON. */
    private static int misread(CommandLine.ParameterException wrong) {
        wrong.getCommandLine().getErr().println(ConsoleFormat.error(String.valueOf(wrong.getMessage())));
        return ExitCode.USAGE;
    }

    /** Whatever the locale says: SQL and names of files are UTF-8, and under LC_ALL=C Java would print question marks. */
    private static PrintWriter utf8(int descriptor, OutputStream stream) {
        return new PrintWriter(
                LineColours.at(descriptor, new OutputStreamWriter(stream, StandardCharsets.UTF_8)), true);
    }

    private static int handle(Exception failure, CommandLine command, CommandLine.ParseResult result) {
        List<String> problems = ConfigurationProblems.of(failure);
        List<String> reasons = problems.isEmpty()
                ? List.of(failure instanceof GateException known ? known.describe() : Defect.describe(failure))
                : problems;
        reasons.forEach(reason -> command.getErr().println(ConsoleFormat.error(reason)));
        Object verb = command.getCommand();
        boolean sequence = verb instanceof ServeCommand || verb instanceof RunCommand;
        if (sequence) {
            TerminationLog.write(String.join("; ", reasons));
        }
        return !problems.isEmpty() ? ExitCode.USAGE : sequence ? ExitCode.SEQUENCE_FAILED : ExitCode.NOT_CHECKED;
    }

    /** Only {@code serve} listens on a port. */
    public static boolean listens(String... args) {
        return isVerb("serve", args);
    }

    public static boolean runsSequence(String... args) {
        return isVerb("serve", args) || isVerb("run", args);
    }

    public static boolean needsDatabase(String... args) {
        return runsSequence(args)
                || isVerb("plan", args)
                || isVerb("contract", args)
                || isVerb("drift", args)
                || isVerb("verify", args)
                || guards(args);
    }

    /** Whether it is a command of {@code guard} that looks at the database or changes it. */
    private static boolean guards(String... args) {
        return isVerb("guard", args) && args.length > 1 && !args[1].equals("sql");
    }

    /** Whether all verbs and options are known; those that are not are reported by executing them. */
    static boolean understands(String... args) {
        try {
            of(CommandLine.defaultFactory()).parseArgs(args);
            return true;
        } catch (CommandLine.ParameterException e) {
            return false;
        }
    }

    /** {@code lint} and {@code completion} need nothing of the application: no database, no port, nothing injected. */
    public static boolean needsNothing(String... args) {
        return args[0].equals("lint") || args[0].equals("completion");
    }

    private static boolean isVerb(String verb, String... args) {
        return args.length > 0
                && args[0].equals(verb)
                && Arrays.stream(args).noneMatch(a -> a.equals("--help") || a.equals("-h"));
    }
}
