package dev.schemagate;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A rolling update of the gate itself, and one that is taken back: an earlier version's program and this one on one database, each of
 * which reads the log for the other in its turn. {@code -Dolder.program} names the earlier one's {@code quarkus-run.jar}.
 */
@Timeout(600)
class TwoVersionsIT {

    private static final String OLDER = System.getProperty("older.program", "");

    private final LoggingServer server = LoggingServer.shared();
    private final Map<String, GateProcess> gates = new HashMap<>();

    private final String database = "two_versions";

    @TempDir
    Path files;

    @AfterEach
    void stop() {
        gates.values().forEach(GateProcess::close);
    }

    @Test
    void each_sees_every_error_once_whichever_of_them_reads() throws Exception {
        assumeTrue(!OLDER.isEmpty(), "skipped: -Dolder.program names an earlier version's quarkus-run.jar");
        server.execute("postgres", "CREATE DATABASE " + database);

        start("older");
        awaitReader("older");
        start("newer");
        awaitFollower("newer", "older");
        fail("as_the_older_reads");
        everyGateSees("as_the_older_reads");

        gates.remove("older").kill();
        fail("as_nobody_reads");
        awaitReader("newer");
        everyGateSees("as_nobody_reads");

        start("older");
        awaitFollower("older", "newer");
        fail("as_the_newer_reads");
        everyGateSees("as_the_older_reads", "as_nobody_reads", "as_the_newer_reads");

        gates.remove("newer").kill();
        fail("as_nobody_reads_again");
        awaitReader("older");
        everyGateSees("as_the_newer_reads", "as_nobody_reads_again");

        assertThat(server.query(
                        database,
                        "SELECT string_agg(count || ' ' || message, ', ' ORDER BY change)"
                                + " FROM schema_gate.log_error"))
                .isEqualTo(Stream.of(
                                "as_the_older_reads", "as_nobody_reads", "as_the_newer_reads", "as_nobody_reads_again")
                        .map(column -> "1 column \"" + column + "\" does not exist")
                        .collect(Collectors.joining(", ")));
    }

    private void start(String pod) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GATE_DATABASE_URL",
                server.url(database),
                "GATE_POD",
                pod,
                "GATE_WATCH_APPLICATION_NAME",
                pod,
                "GATE_POD_HEARTBEAT",
                "500ms",
                "GATE_WATCH_EVERY",
                "200ms",
                "GATE_WATCH_WINDOW",
                "5s",
                "GATE_MIGRATE_LOCATIONS",
                files.toString(),
                "GATE_HOTFIX_DIR",
                files.toString()));
        gates.put(
                pod,
                pod.equals("older")
                        ? GateProcess.serve(Path.of(OLDER), environment)
                        : GateProcess.start(environment, "serve"));
    }

    private void awaitReader(String pod) {
        soon().untilAsserted(() -> assertThat(server.query(
                        database,
                        "SELECT reader FROM schema_gate.log_source WHERE source = 'server-log' AND log_time IS NOT NULL"
                                + " AND read_at > clock_timestamp() - 3 * every"))
                .as(() -> output(pod))
                .isEqualTo(pod));
    }

    private void awaitFollower(String pod, String reader) {
        soon().untilAsserted(() -> assertThat(
                        status(pod).at("/watch/sources/0/reason").asText())
                .as(() -> output(pod))
                .contains("through pod " + reader));
    }

    /** Each of these once, those from before it began not at all. */
    private void everyGateSees(String... columns) throws Exception {
        for (String pod : gates.keySet()) {
            soon().untilAsserted(() -> assertThat(times(pod, columns[columns.length - 1]))
                    .as(() -> output(pod))
                    .isEqualTo(1));
            for (String column : columns) {
                assertThat(times(pod, column)).as(() -> output(pod)).isLessThan(2);
            }
        }
    }

    private void fail(String column) throws Exception {
        try (Connection app = server.connect(database, "newer")) {
            assertThat(LoggingServer.fail(app, "SELECT " + column)).isEqualTo("42703");
        }
    }

    private int times(String pod, String column) throws Exception {
        int times = 0;
        for (JsonNode error : status(pod).at("/watch/errors")) {
            times += error.path("message").asText().contains('"' + column + '"')
                    ? error.path("count").asInt()
                    : 0;
        }
        return times;
    }

    private JsonNode status(String pod) throws Exception {
        return new ObjectMapper().readTree(gates.get(pod).body("/status"));
    }

    private String output(String pod) {
        return pod + ": " + gates.get(pod).output() + gates.get(pod).body("/status");
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(200)).ignoreExceptions();
    }
}
