package dev.schemagate.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.DurationConverter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.Wording;
import dev.schemagate.watch.Verification;
import dev.schemagate.watch.WatchStatus;

/** The gate's verdict for a deploy pipeline. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Watches the database's log for errors of a revision's pods.",
            "Exit 0 clean for the whole time, 1 errors (listed), 3 no data that could prove anything."
        },
        footer = {"", "Example:", "  schema-gate verify --revision 7f9c4d --for 60s"})
class VerifyCommand implements Callable<Integer> {

    static final class Durations implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return DurationConverter.parseDuration(value);
        }
    }

    @Spec
    CommandSpec spec;

    @Option(names = "--revision", description = "The revision whose pods are watched (default: gate.revision).")
    String revision;

    @Option(
            names = "--for",
            converter = Durations.class,
            paramLabel = "TIME",
            description = "How long the log must stay clean, in log time (default: gate.watch.window).")
    Duration time;

    @Option(names = "--format", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    TextOrJson format;

    @Inject
    GateConfig config;

    @Inject
    Instance<Verification> verification;

    @Inject
    ObjectMapper json;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Verification.Report report = verification
                .get()
                .verify(
                        revision == null ? config.revision() : revision,
                        time == null ? config.watch().window() : time,
                        progress());
        PrintWriter out = spec.commandLine().getOut();
        if (format == TextOrJson.JSON) {
            out.println(json.writeValueAsString(report));
        } else {
            print(report, out);
        }
        out.flush();
        return switch (report.outcome()) {
            case CLEAN -> ExitCode.OK;
            case ERRORS -> ExitCode.FINDINGS;
            case NO_DATA -> ExitCode.NOT_CHECKED;
        };
    }

    /** Rewrites one line on a terminal; elsewhere a line whenever the text changes would be a line a second, so none. */
    private java.util.function.Consumer<String> progress() {
        if (!Terminal.isWatched()) {
            return text -> {};
        }
        PrintWriter err = spec.commandLine().getErr();
        return text -> {
            err.print("\r\u001b[K" + text);
            err.flush();
        };
    }

    private static void print(Verification.Report report, PrintWriter out) {
        out.println(switch (report.outcome()) {
                    case CLEAN -> "clean";
                    case ERRORS -> "errors";
                    case NO_DATA -> "no data";
                }
                + ": revision " + report.revision() + ", " + report.pods().size() + " pods; " + report.reason());
        for (WatchStatus.ErrorStatus error : report.errors()) {
            out.println("  " + error.sqlState() + " " + error.message() + " ("
                    + Wording.times(error.count()) + ", last " + error.last() + ", "
                    + error.applicationName() + ")");
            if (error.statement() != null) {
                out.println("    " + error.statement().replaceAll("\\s+", " "));
            }
            if (error.suggestion() != null) {
                out.println("    help: " + error.suggestion());
            }
        }
    }
}
