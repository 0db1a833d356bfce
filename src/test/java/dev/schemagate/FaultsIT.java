package dev.schemagate;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.RestartableServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the packaged program does when the world around it fails. */
class FaultsIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.\"LiteLLM_VerificationToken\" (token text PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    @Test
    void a_database_that_comes_up_later_is_waited_for_and_one_that_restarts_does_not_flap_readiness() {
        try (RestartableServer server = new RestartableServer();
                GateProcess gate =
                        GateProcess.start(scene.environment(server.url(), "GATE_POD_HEARTBEAT", "200ms"), "serve")) {
            await().until(() ->
                    gate.code("/ready") == 503 && gate.body("/ready").contains("DB001"));
            assertThat(gate.code("/live")).isEqualTo(200);
            assertThat(gate.code("/started")).isEqualTo(503);
            server.start();
            await().until(() -> gate.code("/ready") == 200);

            server.stop();
            await().until(() -> gate.body("/status").contains("\"reachable\":false"));
            assertThat(gate.code("/ready")).isEqualTo(200);

            server.start();
            await().until(() -> gate.body("/status").contains("\"reachable\":true"));
            assertThat(gate.code("/ready")).isEqualTo(200);
            assertThat(gate.output())
                    .containsOnlyOnce("readiness stays as it is")
                    .contains("database reachable again");
        }
    }

    @Test
    void a_replica_is_refused() {
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            server.stop();
            server.becomeReplica();
            server.start();
            try (GateProcess gate = GateProcess.start(scene.environment(server.url()), "run")) {
                assertThat(gate.exitCode()).isEqualTo(4);
                assertThat(gate.output()).contains("[DB004] the server is a replica in recovery");
            }
        }
    }

    @Test
    void at_the_deadline_serve_and_run_exit_4_with_the_reason() {
        Map<String, String> environment =
                scene.environment("postgresql://app:s3cret@127.0.0.1:1/app", "GATE_SEQUENCE_DEADLINE", "2s");
        for (String verb : new String[] {"serve", "run"}) {
            try (GateProcess gate = GateProcess.start(environment, verb)) {
                assertThat(gate.exitCode()).as(verb).isEqualTo(4);
                assertThat(gate.output())
                        .contains(
                                "error: [SQ001] not ready after 2 s (gate.sequence.deadline): [DB001] cannot connect to 127.0.0.1:1/app")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void a_corrected_file_is_picked_up_at_once() throws Exception {
        scene.hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id nonsense;");
        try (GateProcess gate =
                GateProcess.start(scene.environment(database.url(), "GATE_SEQUENCE_RETRY", "1h"), "serve")) {
            await().until(() -> gate.body("/ready").contains("failed"));

            scene.hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");

            await().until(() -> gate.code("/ready") == 200);
        }
    }

    @Test
    void a_column_that_another_engine_drops_comes_back_and_is_counted_and_shown() {
        scene.hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        try (GateProcess gate =
                GateProcess.start(scene.environment(database.url(), "GATE_HOTFIX_RECHECK", "500ms"), "serve")) {
            await().until(() -> gate.code("/ready") == 200);
            assertThat(gate.body("/metrics")).contains("schema_gate_hotfix_undone_total 0.0");

            database.execute("ALTER TABLE \"LiteLLM_VerificationToken\" DROP COLUMN agent_id");

            await().until(() -> database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"));
            await().until(() -> gate.body("/status").contains("\"hotfixes\":{\"applied\":2,\"undone\":1,"));
            assertThat(gate.body("/metrics")).contains("schema_gate_hotfix_undone_total 1.0");
            assertThat(gate.code("/ready")).isEqualTo(200);
            assertThat(gate.output()).contains("hotfix was undone by another engine, replaying it");
        }
    }
}
