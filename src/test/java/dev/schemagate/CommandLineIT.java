package dev.schemagate;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Arguments, configuration and exit codes of the packaged program. */
@Timeout(120)
class CommandLineIT {

    @Test
    void a_typo_in_a_key_stops_the_start_with_the_nearest_name() {
        fails(
                2,
                "gate.hotfix.lok-timeout",
                Map.of(),
                "did you mean gate.hotfix.lock-timeout?",
                "-Dgate.hotfix.lok-timeout=1s",
                "run");
    }

    @Test
    void a_wrong_value_is_a_usage_error() {
        fails(2, "gate.hotfix.lock-timeout", Map.of("GATE_HOTFIX_LOCK_TIMEOUT", "soon"), "soon", "run");
        fails(
                2,
                "[CF001] DATABASE_URL: ",
                Map.of("DATABASE_URL", "mysql://u:s3cret@h/d"),
                "is not a PostgreSQL connection string",
                "run");
        fails(2, "[CF002] no database is configured", Map.of(), "GATE_DATABASE_URL", "run");
        fails(2, "[CF002] no database is configured", Map.of(), "GATE_DATABASE_URL", "serve");
    }

    @Test
    void an_unknown_verb_or_option_is_a_usage_error() {
        fails(2, "Unmatched argument", Map.of(), "'wash'", "wash");
        fails(2, "Unknown option", Map.of(), "'--loud'", "run", "--loud");
    }

    @Test
    void an_unknown_variable_is_warned_of_and_the_exec_probe_asks_the_running_gate() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess gate = GateProcess.start(Map.of("DATABASE_URL", url, "GATE_PORT", "tcp://10.0.0.1:80"))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> gate.code("/ready") == 200);

            assertThat(gate.output()).contains("warning: GATE_PORT sets nothing");
            try (GateProcess probe =
                    GateProcess.start(Map.of("QUARKUS_HTTP_PORT", String.valueOf(gate.port())), "ready")) {
                assertThat(probe.exitCode()).isZero();
                assertThat(probe.output()).contains("\"probation\"");
            }
            try (GateProcess probe = GateProcess.start(
                    Map.of("QUARKUS_HTTP_PORT", String.valueOf(gate.port())), "ready", "--path", "/verified")) {
                assertThat(probe.exitCode()).isEqualTo(1);
            }
        }
        fails(3, "no gate answers", Map.of(), "127.0.0.1", "ready");
    }

    @Test
    void run_opens_no_port() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess gate = GateProcess.start(Map.of("DATABASE_URL", url), "run")) {
            assertThat(gate.exitCode()).isZero();
            assertThat(gate.output()).doesNotContain("Listening on: http");
        }
    }

    private static void fails(int code, String text, Map<String, String> environment, String detail, String... args) {
        try (GateProcess gate = GateProcess.start(environment, args)) {
            assertThat(gate.exitCode()).as(gate.output()).isEqualTo(code);
            assertThat(gate.output()).contains(text, detail).doesNotContain("s3cret");
        }
    }
}
