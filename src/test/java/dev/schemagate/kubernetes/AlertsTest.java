package dev.schemagate.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** Prometheus' own tool reads the alerts, and rings each of them. */
class AlertsTest {

    private static final Path RULES = Path.of("kubernetes/components/monitoring/rules.yaml");
    private static final String INSTALL = "apt-get install prometheus";

    @TempDir
    Path folder;

    private Map<String, Object> rules;

    /** As a plain rule file: promtool does not know the operator's resource. */
    @BeforeEach
    void plain() throws IOException {
        Map<String, Object> resource = new Yaml().load(Files.readString(RULES));
        rules = map(resource.get("spec"));
        Files.writeString(folder.resolve("rules.yaml"), new Yaml().dump(rules));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void are_free_of_lint() throws Exception {
        Tool.Answer answer = Tool.named("promtool", INSTALL)
                .run(folder, "check", "rules", "--lint=all", "--lint-fatal", "rules.yaml");
        assertThat(answer.exit()).as(answer.output()).isZero();
    }

    @Test
    void each_rings_when_it_should() throws Exception {
        String cases;
        try (InputStream in = getClass().getResourceAsStream("alerts-test.yaml")) {
            cases = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(folder.resolve("alerts-test.yaml"), cases);
        Tool.Answer answer = Tool.named("promtool", INSTALL).run(folder, "test", "rules", "alerts-test.yaml");
        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(alerts()).allSatisfy(alert -> assertThat(cases)
                .contains("runbook_url: docs/runbook.md#" + alert.toLowerCase(Locale.ROOT)));
    }

    @Test
    void each_has_its_heading_in_the_runbook() throws IOException {
        String runbook = Files.readString(Path.of("docs/runbook.md"));
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> assertThat(runbook)
                .contains("\n### " + alert + "\n"));
    }

    private List<String> alerts() {
        return ((List<?>) rules.get("groups"))
                .stream()
                        .flatMap(group -> ((List<?>) map(group).get("rules")).stream())
                        .map(rule -> (String) map(rule).get("alert"))
                        .toList();
    }
}
