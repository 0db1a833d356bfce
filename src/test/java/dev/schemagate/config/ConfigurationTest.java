package dev.schemagate.config;

import java.util.Set;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.ConfigurationKeys;
import dev.schemagate.testing.Snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class ConfigurationTest {

    private static Throwable load(String key, String value) {
        return catchThrowable(() -> new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .withSources(new PropertiesConfigSource(java.util.Map.of(key, value), "the command line", 400))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build());
    }

    @Test
    void the_list_of_keys_is_the_mappings() {
        String keys = String.join(
                        "\n",
                        ConfigurationKeys.all().stream()
                                .map(ConfigurationKeys.Key::name)
                                .toList()) + "\n";

        Snapshot.file("src/main/resources/dev/schemagate/config/keys.txt").matches(keys);
    }

    @Test
    void a_typo_in_a_key_is_answered_with_the_nearest_right_name() {
        assertThat(ConfigurationProblems.of(load("gate.hotfix.lok-timeout", "1s")))
                .containsExactly(
                        "[CF001] gate.hotfix.lok-timeout (in PropertiesConfigSource[source=the command line]) is not a setting; did you mean gate.hotfix.lock-timeout?");
    }

    @Test
    void a_wrong_value_names_its_key() {
        assertThat(ConfigurationProblems.of(load("gate.hotfix.lock-timeout", "abc")))
                .singleElement()
                .asString()
                .startsWith("[CF001] gate.hotfix.lock-timeout: 'abc' is not allowed");
    }

    @Test
    void an_unknown_variable_gets_a_warning_with_the_nearest_name_and_services_of_kubernetes_do_not_stop_anything() {
        assertThat(UnknownVariables.warnings(Set.of(
                        "GATE_HOTFIX_LOK_TIMEOUT",
                        "GATE_PORT",
                        "GATE_HOTFIX_DIR",
                        "GATE_MIGRATE_PLACEHOLDERS_APP_USER",
                        "PATH")))
                .containsExactly(
                        "GATE_HOTFIX_LOK_TIMEOUT sets nothing; did you mean GATE_HOTFIX_LOCK_TIMEOUT?",
                        "GATE_PORT sets nothing; did you mean GATE_POD?");
    }
}
