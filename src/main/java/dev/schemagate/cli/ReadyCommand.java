package dev.schemagate.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.http.HttpGet;

/** Asks a running gate: for exec probes, for entrypoints that wait, and for people in a shell of the pod. */
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description =
                "Asks the gate that runs here whether the pod may serve, and prints why: exit 0 yes, 1 no, 3 no answer.",
        footer = {"", "Example:", "  schema-gate ready --wait 60s && exec my-app"})
class ReadyCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(250);

    @Inject
    RunningGate gate;

    @Inject
    ObjectMapper json;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--path",
            defaultValue = "/ready",
            description = "What to ask: /ready, /started, /verified or /live (default: ${DEFAULT-VALUE}).")
    String path;

    @Option(
            names = "--wait",
            converter = VerifyCommand.Durations.class,
            defaultValue = "0s",
            description = "For how long to ask again until the answer is yes (default: ${DEFAULT-VALUE}).")
    Duration wait;

    private String answer = "";

    @Override
    public Integer call() throws InterruptedException {
        long began = System.nanoTime();
        int exit = ask();
        while (exit != ExitCode.OK && System.nanoTime() - began < wait.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            exit = ask();
        }
        (exit == ExitCode.NOT_CHECKED
                        ? spec.commandLine().getErr()
                        : spec.commandLine().getOut())
                .println(answer);
        return exit;
    }

    private int ask() {
        try {
            HttpGet.Answer response = gate.get(path);
            boolean yes = response.code() == 200;
            answer = (yes ? "yes, " : "no, ") + reason(response.body());
            return yes ? ExitCode.OK : ExitCode.FINDINGS;
        } catch (IOException e) {
            answer = "error: no gate answers at " + gate.at(path);
            return ExitCode.NOT_CHECKED;
        }
    }

    /** State and reason, in one line for the event that a failed exec probe leaves, and for a terminal. */
    private String reason(String body) throws IOException {
        JsonNode data = json.readTree(body).at("/checks/0/data");
        String state = data.path("state").asText();
        String code = data.path("code").asText();
        return state + (code.equals(state) ? "" : " (" + code + ")") + ": "
                + data.path("reason").asText().replaceAll("\\p{Cntrl}", " ");
    }
}
