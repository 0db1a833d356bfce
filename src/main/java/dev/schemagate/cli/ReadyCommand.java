package dev.schemagate.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.http.HttpGet;

/** Asks a running gate: for exec probes, and for people in a shell of the pod. */
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description = "Asks the gate that runs here whether the pod may serve: exit 0 yes, 1 no, 3 no answer.",
        footer = {"", "Example:", "  schema-gate ready && echo may serve"})
class ReadyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec
    CommandSpec spec;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @Option(
            names = "--path",
            defaultValue = "/ready",
            description = "What to ask: /ready, /started, /verified or /live (default: ${DEFAULT-VALUE}).")
    String path;

    @Override
    public Integer call() {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            HttpGet.Answer answer = HttpGet.of(uri, PATIENCE);
            spec.commandLine().getOut().println(answer.body());
            return answer.code() == 200 ? ExitCode.OK : ExitCode.FINDINGS;
        } catch (IOException e) {
            spec.commandLine().getErr().println("error: no gate answers at " + uri);
            return ExitCode.NOT_CHECKED;
        }
    }
}
