package dev.schemagate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged program's {@code verify} beside a serving gate, on a server that collects no log. */
class VerifyIT {

    private final Map<String, String> environment =
            Map.of("DATABASE_URL", PostgresServer.shared().newDatabase().url(), "GATE_REVISION", "r1");

    private GateProcess gate;

    @BeforeEach
    void a_pod_of_the_revision() {
        gate = GateProcess.start(environment);
        await().until(() -> gate.body("/status").contains("\"reachable\":true"));
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    @Test
    void says_that_there_is_no_log_and_shows_no_progress_where_nobody_watches() throws Exception {
        try (GateProcess verify = GateProcess.start(environment, "verify", "--for", "1s", "--format", "json")) {
            assertThat(verify.exitCode()).as(verify.output()).isEqualTo(3);

            String output = verify.output();
            assertThat(output).doesNotContain("\r").doesNotContain("\u001b");
            JsonNode report = new ObjectMapper().readTree(output.substring(output.indexOf('{')));
            assertThat(report.fieldNames())
                    .toIterable()
                    .containsExactly("outcome", "revision", "pods", "reason", "errors");
            assertThat(report.get("outcome").asText()).isEqualTo("NO_DATA");
            assertThat(report.get("revision").asText()).isEqualTo("r1");
            assertThat(report.get("pods")).hasSize(1);
            assertThat(report.get("reason").asText())
                    .startsWith("no-log-source: ")
                    .contains("logging_collector");
            assertThat(report.get("errors")).isEmpty();
        }
    }

    @Test
    void shows_its_progress_on_a_terminal() throws Exception {
        List<String> words = new ArrayList<>(GateProcess.program(List.of()));
        words.addAll(List.of("verify", "--for", "1s"));
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qec", String.join(" ", words), "/dev/null").redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(3);
        assertThat(output).contains("\r\u001b[K").contains("no data: revision r1, 1 pods; no-log-source: ");
    }
}
