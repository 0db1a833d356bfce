package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.sequence.Reconciler;
import dev.schemagate.testing.PostgresTestResource;
import dev.schemagate.testing.Snapshot;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

/** The endpoints of a gate that is ready, over HTTP. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class ProbesTest {

    @BeforeEach
    void becomeReady() throws InterruptedException {
        Arc.container().instance(Reconciler.class).get().untilReady(true);
    }

    @Test
    void live_started_and_ready_are_up_and_explained() {
        for (String path : new String[] {"/live", "/started", "/ready"}) {
            get(path)
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"))
                    .body("checks[0].name", equalTo("schema-gate"))
                    .body("checks[0].data.state", equalTo("probation"))
                    .body("checks[0].data.code", equalTo("no-log-source"));
        }
    }

    @Test
    void verified_is_down_while_no_log_proves_anything() {
        get("/verified")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"))
                .body("checks[0].data.code", equalTo("no-log-source"));
    }

    @Test
    void status_tells_every_step_and_no_secret() {
        String body = get("/status")
                .then()
                .statusCode(200)
                .body("state", equalTo("probation"))
                .body("steps.step", hasItems("preflight", "migrate", "await", "hotfix", "reload", "audit"))
                .extract()
                .asString();
        assertThat(body).doesNotContain("password", "postgres:postgres");
    }

    @Test
    void the_page_says_the_verdict_and_runs_nothing() {
        Response page = given().accept("text/html").get("/");

        page.then()
                .statusCode(200)
                .header("Content-Security-Policy", startsWith("default-src 'none';"))
                .header("Refresh", equalTo("5"))
                .body(containsString("✓ Ready</strong>, probation since"))
                .body(containsString("<td>preflight</td>"));
        assertThat(page.asString()).doesNotContain("<script", "http-equiv", "postgres:postgres");
    }

    @Test
    void the_same_address_answers_curl_in_plain_text() {
        get("/").then()
                .statusCode(200)
                .contentType("text/plain")
                .body(startsWith("READY, probation since"))
                .body(containsString(
                        "\nWhat happens by itself:\n  The pod serves, and is not verified while that lasts.\n"));
    }

    @Test
    void metrics_have_their_names_and_values() {
        get("/metrics")
                .then()
                .statusCode(200)
                .body(containsString("schema_gate_ready 1.0"))
                .body(containsString("schema_gate_verified 0.0"))
                .body(containsString("schema_gate_state{state=\"probation\"} 1.0"))
                .body(containsString("schema_gate_sequence_runs_total{outcome=\"completed\"}"))
                .body(containsString("schema_gate_step_seconds{step=\"preflight\"}"))
                .body(containsString("schema_gate_source_readable{source=\"server-log\"} 0.0"))
                .body(containsString("schema_gate_hotfix_current_statements{verdict=\"missing\"} 0.0"))
                .body(containsString("schema_gate_log_watermark_timestamp_seconds NaN"))
                .body(
                        matchesPattern(
                                "(?s).*schema_gate_build_info\\{revision=\"local\",runtime=\"jvm\",version=\"[^\"]+\"} 1\\.0.*"))
                .body(matchesPattern("(?s).*schema_gate_state_since_timestamp_seconds \\d\\.\\d+E9.*"))
                .body(matchesPattern("(?s).*process_resident_memory_bytes \\d.*"))
                .body(matchesPattern("(?s).*process_cpu_seconds_total \\d.*"));
    }

    /** A counter's family has its name without the suffix in OpenMetrics. */
    @Test
    void alerts_and_dashboard_name_what_there_is() throws IOException {
        String scraped = get("/metrics").asString();
        Path monitoring = Path.of("kubernetes/components/monitoring");
        String asked = Files.readString(monitoring.resolve("rules.yaml"))
                + Files.readString(monitoring.resolve("dashboard.json"));
        List<String> names = Pattern.compile("schema_gate_\\w+")
                .matcher(asked)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(names).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(scraped)
                .containsPattern("(?m)^" + name + "[{ ]"));
    }

    @Test
    void metrics_are_documented() {
        Map<String, String> types = new HashMap<>();
        StringBuilder table = new StringBuilder("| metric | type | |\n|---|---|---|\n");
        String scraped = given().accept("text/plain").get("/metrics").asString();
        Pattern.compile("# TYPE (\\w+) (\\w+)")
                .matcher(scraped)
                .results()
                .forEach(type -> types.put(type.group(1), type.group(2)));
        Pattern.compile("# HELP (schema_gate_\\w+) (.+)")
                .matcher(scraped)
                .results()
                .sorted(Comparator.comparing(help -> help.group(1)))
                .forEach(help -> table.append("| `%s` | %s | %s. |%n"
                        .formatted(
                                help.group(1),
                                types.get(help.group(1)),
                                help.group(2).replaceAll("\\.$", ""))));
        Snapshot.part("docs/monitoring.md", "metrics").matches(table.toString());
    }

    @Test
    void metrics_are_only_ours_and_the_process() {
        List<String> others = get("/metrics")
                .asString()
                .lines()
                .filter(line ->
                        !line.startsWith("#") && !line.startsWith("schema_gate_") && !line.startsWith("process_"))
                .toList();
        assertThat(others).isEmpty();
    }
}
