package dev.schemagate.cli;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleFormatTest {

    private static final Map<String, String> POD = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    @Test
    void is_json_where_kubernetes_collects_it() {
        assertThat(ConsoleFormat.isJson(POD, false, false)).isTrue();
        assertThat(ConsoleFormat.isJson(Map.of(), false, false)).isFalse();
    }

    @Test
    void is_text_where_a_person_watches_or_somebody_has_decided() {
        assertThat(ConsoleFormat.isJson(POD, false, true)).isFalse();
        assertThat(ConsoleFormat.isJson(POD, true, false)).isFalse();
        assertThat(ConsoleFormat.isJson(
                        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false"),
                        false,
                        false))
                .isFalse();
    }
}
