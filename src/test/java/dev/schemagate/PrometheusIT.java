package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PrometheusServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real Prometheus scrapes a real gate, and every panel of the dashboard and every alert finds what it asks for. */
class PrometheusIT {

    private static final Path MONITORING = Path.of("kubernetes/components/monitoring");
    private static final Duration SOON = Duration.ofSeconds(90);

    /** What makes an alert of a number. */
    private static final String THRESHOLD = " (==|>=|>) \\d+";

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int)");

    @TempDir
    Path folder;

    @Test
    void every_query_of_dashboard_and_alerts_is_answered() throws Exception {
        List<String> queries = new ArrayList<>(dashboard());
        assertThat(queries).hasSizeGreaterThan(10);
        List<String> alerts = alerts();
        assertThat(alerts).hasSizeGreaterThan(5).allSatisfy(alert -> assertThat(alert)
                .containsPattern(THRESHOLD));
        queries.addAll(
                alerts.stream().map(alert -> alert.replaceAll(THRESHOLD, "")).toList());
        try (GateProcess gate = GateProcess.start(
                        scene.environment(scene.database().url(), "GATE_SEQUENCE_DEADLINE", "60s"), "serve");
                PrometheusServer prometheus = PrometheusServer.scraping(gate.port(), folder)) {
            await().atMost(SOON).until(() -> gate.code("/ready") == 200);
            await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                assertThat(prometheus
                                .ask("targets")
                                .at("/activeTargets/0/health")
                                .asText())
                        .isEqualTo("up");
                assertThat(queries)
                        .allSatisfy(query -> assertThat(prometheus.query(query)).isNotEmpty());
            });
            assertThat(prometheus
                            .ask("targets")
                            .at("/activeTargets/0/lastError")
                            .asText())
                    .isEmpty();
            assertThat(alerts).allSatisfy(prometheus::query);
        }
    }

    private static List<String> dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(MONITORING.resolve("dashboard.json").toFile()).findValues("expr").stream()
                        .map(query -> query.asText()
                                .replace("$namespace", ".*")
                                .replace("$pod", ".*")
                                .replace("$__rate_interval", "1m"))
                        .toList();
    }

    private static List<String> alerts() throws IOException {
        JsonNode rules = new ObjectMapper()
                .valueToTree(new Yaml().<Map<String, Object>>load(Files.readString(MONITORING.resolve("rules.yaml"))));
        return rules.findValuesAsText("expr");
    }
}
