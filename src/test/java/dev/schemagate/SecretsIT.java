package dev.schemagate;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Neither an endpoint nor the log of the packaged program holds a password, a token or a value of a row, whatever fails. */
class SecretsIT {

    private static final String ROW = "jane.doe@planted.example";
    private static final List<String> PATHS =
            List.of("/", "/status", "/metrics", "/live", "/started", "/ready", "/verified", "/health");

    @RegisterExtension
    final Scene scene = Scene.with("""
            CREATE TABLE person (id int PRIMARY KEY, mail text);
            INSERT INTO person VALUES (1, '%s'), (2, '%s')
            """.formatted(ROW, ROW));

    private void staysShut(Map<String, String> environment, String expected, String... secrets) {
        try (GateProcess gate = GateProcess.start(environment, "serve")) {
            await().until(() -> gate.body("/status").contains(expected));
            for (String path : PATHS) {
                assertThat(gate.body(path)).as(path).isNotEmpty().doesNotContain(secrets);
            }
            assertThat(gate.output()).contains(expected).doesNotContain(secrets);
        }
    }

    @Test
    void a_hotfix_that_stumbles_over_a_value_does_not_tell_it() {
        scene.hotfix("ALTER TABLE person ADD COLUMN IF NOT EXISTS n int DEFAULT '" + ROW + "';");
        staysShut(scene.environment(scene.database().url()), "invalid input syntax for type integer: …", ROW);
    }

    @Test
    void a_migration_that_stumbles_over_a_key_does_not_tell_it() {
        scene.migration("V1__users.sql", """
                CREATE SCHEMA IF NOT EXISTS nemo;
                CREATE TABLE nemo.users (mail text);
                INSERT INTO nemo.users VALUES ('%s'), ('%s');
                CREATE UNIQUE INDEX users_mail ON nemo.users (mail)
                """.formatted(ROW, ROW));
        staysShut(scene.environment(scene.database().url()), "users_mail", ROW);
    }

    @Test
    void a_migration_that_stumbles_over_a_value_does_not_tell_it() {
        scene.migration("V1__users.sql", """
                CREATE TABLE nemo.users (mail text);
                INSERT INTO nemo.users VALUES ('%s');
                ALTER TABLE nemo.users ALTER COLUMN mail TYPE int USING mail::int
                """.formatted(ROW));
        staysShut(scene.environment(scene.database().url()), "V1__users.sql", ROW);
    }

    @Test
    void a_refused_login_does_not_tell_its_password() {
        String url = scene.database().url().replaceFirst("//[^@/]*@", "//nobody:pl4nted-passw0rd@");
        assertThat(url).contains("pl4nted-passw0rd@");
        staysShut(scene.environment(url), "DB002", "pl4nted-passw0rd");
    }

    @Test
    void a_database_that_is_away_does_not_tell_any_variable() {
        Map<String, String> environment = scene.environment(
                "postgresql://app:pl4nted-url@127.0.0.1:1/app?sslpassword=pl4nted-key",
                "GATE_DATABASE_PASSWORD",
                "pl4nted-passw0rd",
                "DATABASE_URL",
                "postgresql://app:pl4nted-other@127.0.0.1:1/app",
                "GATE_SEQUENCE_DEADLINE",
                "60s");
        staysShut(environment, "DB001", "pl4nted");
    }
}
