package dev.schemagate.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.testing.WrongSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Every key has values that are refused, with the key, the value and what is allowed. */
class SettingsTest {

    /** What {@code settings} are answered with. */
    private static List<String> problems(Map<String, String> settings) {
        try {
            return Settings.problems(new SmallRyeConfigBuilder()
                    .withMapping(GateConfig.class)
                    .withSources(new PropertiesConfigSource(settings, "the test", 400))
                    .addDiscoveredConverters()
                    .addDefaultInterceptors()
                    .build()
                    .getConfigMapping(GateConfig.class));
        } catch (RuntimeException e) {
            return ConfigurationProblems.of(e);
        }
    }

    static List<String> keys() {
        // The database's own are read when its URL is, and so is the other road.
        return KnownKeys.all().stream()
                .filter(key -> !List.of("gate.database.url", "gate.database.password", "gate.watch.url")
                        .contains(key))
                .toList();
    }

    @Test
    void the_defaults_are_fine() {
        assertThat(problems(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void every_key_has_a_wrong_value(String key) {
        String value = WrongSettings.of(key);

        assertThat(problems(Map.of(key, value)))
                .as("a wrong value of a new key belongs into WrongSettings, and into Settings what is allowed")
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains(key).doesNotContain("SRCFG", "java.", "Exception"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gate.watch.every          | -1s
            gate.watch.every          | 0s
            gate.watch.window         | 0
            gate.pod-heartbeat        | -5s
            gate.hotfix.lock-timeout  | 0s
            gate.hotfix.statement-timeout | 40d
            gate.hotfix.recheck       | soon
            gate.sequence.deadline    | PT-1M
            gate.watch.threshold      | -5
            gate.watch.threshold      | 0
            gate.watch.threshold      | many
            gate.watch.states         | foo
            gate.watch.states         | 42p01
            gate.watch.states         | 42703,4270
            gate.watch.sources        | server-log,files
            gate.watch.sources        | file
            gate.watch.file           | /var/log/*/app.log
            gate.watch.file           | /var/log/app[.log
            gate.watch.file           | /var/log/{a,b
            gate.watch.file           | /var/log/
            gate.watch.ignore         | /(unclosed/
            gate.watch.ignore         | web,/*/
            gate.watch.ignore         | /a{1,2}/
            gate.watch.scope          | node
            gate.watch.quiet          | 1h
            gate.reload.proof-url     | localhost:3001
            gate.reload.proof-url     | http://
            gate.reload.proof-url     | ht tp://x
            gate.reload.channel       | ' '
            gate.owned-schema         | ' '
            gate.owned-schema         | pg_owned
            gate.owned-schema         | public
            gate.foreign-schema       | information_schema
            gate.migrate.locations    | classpath:db/migration
            gate.migrate.engine       | liquibase
            gate.hotfix.dir           | ' '
            gate.hotfix.on-conflict   | ignore
            """)
    void names_key_and_value(String key, String value) {
        assertThat(problems(Map.of(key, value)))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains(key).doesNotContain("SRCFG", "java.", "Exception"));
    }

    @Test
    void a_name_is_measured_in_bytes() {
        assertThat(problems(Map.of("gate.owned-schema", "ä".repeat(31)))).isEmpty();
        assertThat(problems(Map.of("gate.owned-schema", "ä".repeat(32))))
                .singleElement()
                .asString()
                .contains("at most 63 bytes");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Map<String, String> wrong = new HashMap<>();
        wrong.put("gate.watch.threshold", "0");
        wrong.put("gate.watch.every", "-1s");

        assertThat(problems(wrong))
                .containsExactly(
                        "gate.watch.every: '-1s' is not allowed; write a duration from 1ms to 24d, such as 200ms, 30s or 10m",
                        "gate.watch.threshold: '0' is not allowed; write 1 or more");
    }

    @Test
    void what_people_write_is_allowed() {
        Map<String, String> fine = new HashMap<>();
        fine.put("gate.watch.sources", "server-log,file");
        fine.put("gate.watch.file", "/var/log/postgresql/postgresql-*.json");
        fine.put("gate.watch.ignore", "psql,pgadmin*,/column \"\\w+\" of visitors/");
        fine.put("gate.migrate.locations", "filesystem:/migrations,more");
        fine.put("gate.reload.proof-url", "http://localhost:3001");
        fine.put("gate.watch.states", "42703");

        assertThat(problems(fine)).isEmpty();
    }
}
