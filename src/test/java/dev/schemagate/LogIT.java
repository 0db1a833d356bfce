package dev.schemagate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the packaged program writes to standard error, and how much of it. */
class LogIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int)");

    private Map<String, String> inKubernetes(String... settings) {
        Map<String, String> environment = scene.environment(scene.database().url(), settings);
        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        environment.put("GATE_APP", "shop");
        environment.put("GATE_POD", "shop-7f-a");
        environment.put("GATE_REVISION", "7f");
        return environment;
    }

    @Test
    void in_kubernetes_each_line_is_json_that_names_the_pod() throws Exception {
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS name text;");
        try (GateProcess gate = GateProcess.start(inKubernetes(), "run")) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
            assertThat(messages(gate)).anyMatch(message -> message.startsWith("hotfix applied place="));
        }
    }

    @Test
    void in_kubernetes_the_reason_why_it_ended_is_json_too() throws Exception {
        scene.hotfix("DROP TABLE t;");
        try (GateProcess refused = GateProcess.start(inKubernetes(), "run");
                GateProcess wrong =
                        GateProcess.start(inKubernetes("GATE_WATCH_EVERY", "-1s", "GATE_HOTFX_DIR", "x"), "serve");
                GateProcess mistyped = GateProcess.start(inKubernetes(), "run", "--twice")) {
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(4);
            assertThat(messages(refused)).anyMatch(message -> message.startsWith("error: [HF100] "));
            assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(2);
            assertThat(messages(wrong))
                    .anyMatch(message -> message.startsWith("warning: GATE_HOTFX_DIR"))
                    .anyMatch(message -> message.startsWith("error: ") && message.contains("gate.watch.every"));
            assertThat(mistyped.exitCode()).as(mistyped.output()).isEqualTo(2);
            assertThat(messages(mistyped)).contains("error: Unknown option: '--twice'");
        }
    }

    /** All lines, each of which is JSON and names the pod. */
    private static List<String> messages(GateProcess gate) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line : gate.output().lines().toList()) {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("app").asText()).as(line).isEqualTo("shop");
            assertThat(json.path("pod").asText()).as(line).isEqualTo("shop-7f-a");
            assertThat(json.path("revision").asText()).as(line).isEqualTo("7f");
            assertThat(json.path("timestamp").asText()).as(line).isNotEmpty();
            assertThat(json.path("level").asText()).as(line).isNotEmpty();
            assertThat(json.path("message").asText()).as(line).isNotEmpty();
            messages.add(json.path("message").asText());
        }
        return messages;
    }

    @Test
    void in_kubernetes_whoever_wants_lines_gets_lines() {
        try (GateProcess gate = GateProcess.start(inKubernetes("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false"), "run")) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
            assertThat(gate.output())
                    .contains("INFO  [Gate] state changed state=probation")
                    .doesNotContain("{\"");
        }
    }

    @Test
    void a_recheck_with_nothing_to_do_says_nothing() throws IOException {
        try (GateProcess gate =
                GateProcess.start(scene.environment(scene.database().url(), "GATE_HOTFIX_RECHECK", "100ms"), "serve")) {
            await().until(() -> gate.code("/ready") == 200);
            String began = lastAudit(gate);
            await().until(() -> !lastAudit(gate).equals(began));
            assertThat(gate.output().lines().filter(line -> line.contains("step=audit")))
                    .hasSize(1);
        }
    }

    private static String lastAudit(GateProcess gate) throws IOException {
        for (JsonNode step : new ObjectMapper().readTree(gate.body("/status")).path("steps")) {
            if (step.path("step").asText().equals("audit")) {
                return step.path("began").asText();
            }
        }
        return "";
    }
}
