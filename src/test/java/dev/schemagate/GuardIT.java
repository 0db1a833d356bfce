package dev.schemagate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.cli.Verb;
import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a serving gate tells of the guard. */
class GuardIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE SCHEMA nemo; CREATE TABLE \"Tax\" (id int, rate int, code text)");

    @Test
    void a_serving_gate_tells_prometheus() {
        Verb.exits(0, scene.environment(scene.database().url()), "guard", "install");

        try (GateProcess gate =
                GateProcess.start(scene.environment(scene.database().url(), "GATE_HOTFIX_RECHECK", "1s"), "serve")) {
            await().untilAsserted(() -> assertThat(gate.body("/metrics"))
                    .contains("schema_gate_guard_installed 1.0", "schema_gate_strangers 0.0"));
            assertThat(gate.body("/status")).contains("\"guard\":\"guard installed\"", "\"border\":[]");
        }
    }
}
