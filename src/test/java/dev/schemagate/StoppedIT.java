package dev.schemagate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How the packaged program ends: asked to, because of a setting, or for want of a schema. */
class StoppedIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int)");

    private GateProcess start(String verb) {
        return GateProcess.start(scene.environment(scene.database().url()), verb);
    }

    @Test
    void a_ready_sidecar_that_is_asked_to_stop_succeeds_and_leaves_no_session_and_no_ready_row() {
        try (GateProcess gate = start("serve")) {
            await().until(() -> gate.code("/ready") == 200);
            await().until(() -> "t".equals(scene.database().value("SELECT ready FROM schema_gate.pod")));

            gate.terminate();

            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
        scene.noSessionIsLeft();
        assertThat(scene.database().value("SELECT state || ' ' || ready FROM schema_gate.pod"))
                .isEqualTo("stopped false");
    }

    @Test
    void a_second_signal_does_not_disturb_the_first() {
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (GateProcess gate = start("serve")) {
            await().until(() -> gate.code("/ready") == 200);

            gate.terminate();
            gate.terminate();

            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
        scene.noSessionIsLeft();
    }

    @Test
    void a_run_that_is_cut_short_says_so_and_a_complete_one_succeeds() {
        scene.migration("V1__slow.sql", "CREATE TABLE slow (id int);\nSELECT pg_sleep(60);");
        Map<String, String> environment =
                new HashMap<>(scene.environment(scene.database().url()));
        environment.put("GATE_POLICY_MIGRATIONS", "off");
        try (GateProcess gate = GateProcess.start(environment, "run")) {
            await().until(() -> scene.running("pg_sleep(60)"));

            gate.terminate();

            assertThat(gate.exitCode()).as(gate.output()).isEqualTo(143);
        }
        scene.noSessionIsLeft();
        scene.noLockIsLeft();
        scene.migration("V1__slow.sql", "CREATE TABLE slow (id int);");
        scene.runSucceeds();
    }

    @Test
    void whoever_ends_for_want_of_a_schema_writes_one_line_of_reason() throws Exception {
        scene.hotfix("DROP TABLE t;\nDROP TABLE t;");
        Path log = Files.createFile(scene.files().resolve("termination-log"));
        try (GateProcess gate = GateProcess.start(
                scene.environment(scene.database().url()), "-Dschema-gate.termination-log=" + log, "run")) {
            assertThat(gate.exitCode()).isEqualTo(4);
        }

        assertThat(Files.readAllLines(log))
                .singleElement()
                .asString()
                .startsWith("[HF100] ")
                .contains("0001.sql:1");
    }

    /** Of each kind that is found in a place of its own; all of them are in SettingsTest. */
    @Test
    void a_wrong_setting_ends_the_start_before_a_port_is_opened() {
        Map<String, String> wrong = Map.of(
                "GATE_WATCH_EVERY", "-1s",
                "GATE_WATCH_SCOPE", "node",
                "GATE_DATABASE_URL", "mysql://u:s3cret@h/d");
        wrong.forEach((variable, value) -> {
            Map<String, String> environment =
                    new HashMap<>(scene.environment(scene.database().url()));
            environment.put(variable, value);
            try (GateProcess gate = GateProcess.start(environment, "serve")) {
                int seen = -1;
                while (gate.isAlive()) {
                    seen = Math.max(seen, gate.code("/ready"));
                }
                assertThat(gate.exitCode()).as(gate.output()).isEqualTo(2);
                assertThat(seen).as("an answer of /ready").isEqualTo(-1);
                assertThat(gate.output()).doesNotContain("Listening", "\tat ", "s3cret", "SRCFG");
            }
        });
    }

    @Test
    void a_wrong_setting_is_the_reason_that_kubernetes_shows() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "GATE_HOTFIX_LOCK_TIMEOUT", "soon",
                        "GATE_WATCH_THRESHOLD", "0",
                        "GATE_DATABASE_URL", "mysql://u:s3cret@h/d")
                .entrySet()) {
            Path log = Files.createTempFile(scene.files(), "termination", "log");
            Map<String, String> environment =
                    new HashMap<>(scene.environment(scene.database().url()));
            environment.put(wrong.getKey(), wrong.getValue());
            try (GateProcess gate = GateProcess.start(environment, "-Dschema-gate.termination-log=" + log, "serve")) {
                assertThat(gate.exitCode()).as(gate.output()).isEqualTo(2);
            }

            assertThat(Files.readAllLines(log)).singleElement().asString().startsWith("[CF001] ");
        }
    }

    @Test
    void every_verb_that_needs_a_database_refuses_wrong_settings() {
        for (String verb : new String[] {"run", "plan", "verify"}) {
            try (GateProcess gate =
                    GateProcess.start(scene.environment(scene.database().url(), "GATE_WATCH_THRESHOLD", "0"), verb)) {
                assertThat(gate.exitCode()).as(gate.output()).isEqualTo(2);
                assertThat(gate.output()).contains("gate.watch.threshold: '0' is not allowed; write 1 or more");
            }
        }
    }
}
