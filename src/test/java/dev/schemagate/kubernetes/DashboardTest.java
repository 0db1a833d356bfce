package dev.schemagate.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Grafana's dashboard-linter asks of a dashboard. */
class DashboardTest {

    private static final Path FILE = Path.of("kubernetes/components/monitoring/dashboard.json");
    private static final Pattern COUNTER = Pattern.compile("(?<!\\w)schema_gate_\\w+_total");
    private static final Pattern RATED =
            Pattern.compile("(rate|increase)\\(schema_gate_\\w+_total\\{[^}]*}\\[\\$__rate_interval]\\)");

    private JsonNode dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = new ObjectMapper().readTree(FILE.toFile());
    }

    private List<JsonNode> panels() {
        return Manifests.items(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    @Test
    void can_be_installed_beside_others() {
        assertThat(dashboard.path("uid").asText()).isEqualTo("schema-gate");
        assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
        assertThat(Manifests.items(dashboard.at("/templating/list"))
                        .map(variable -> variable.path("name").asText()))
                .containsExactly("datasource", "namespace", "pod");
    }

    @Test
    void every_panel_says_what_it_shows_in_which_unit() {
        assertThat(panels()).hasSizeGreaterThan(8).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
        });
    }

    @Test
    void queries_choose_pods_and_rate_counters() {
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asText();
                assertThat(query).contains("namespace=~\"$namespace\", pod=~\"$pod\"");
                assertThat(RATED.matcher(query).results().count())
                        .as(query)
                        .isEqualTo(COUNTER.matcher(query).results().count());
            }
        }
    }
}
