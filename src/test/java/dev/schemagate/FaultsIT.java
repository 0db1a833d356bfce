package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.RestartableServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the packaged program does when the world around it fails. */
@Timeout(180)
class FaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE public.\"LiteLLM_VerificationToken\" (token text PRIMARY KEY)");
    }

    @Test
    void a_database_that_comes_up_later_is_waited_for_and_one_that_restarts_does_not_flap_readiness() {
        try (RestartableServer server = new RestartableServer();
                GateProcess gate =
                        GateProcess.start(environment(server.url(), "GATE_POD_HEARTBEAT", "200ms"), "serve")) {
            await().atMost(SOON)
                    .until(() ->
                            gate.code("/ready") == 503 && gate.body("/ready").contains("DB001"));
            assertThat(gate.code("/live")).isEqualTo(200);
            assertThat(gate.code("/started")).isEqualTo(503);
            server.start();
            await().atMost(SOON).until(() -> gate.code("/ready") == 200);

            server.stop();
            await().atMost(SOON).until(() -> gate.body("/status").contains("\"reachable\":false"));
            assertThat(gate.code("/ready")).isEqualTo(200);

            server.start();
            await().atMost(SOON).until(() -> gate.body("/status").contains("\"reachable\":true"));
            assertThat(gate.code("/ready")).isEqualTo(200);
            assertThat(gate.output())
                    .containsOnlyOnce("readiness stays as it is")
                    .contains("database reachable again");
        }
    }

    @Test
    void a_replica_is_refused() {
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            server.stop();
            server.becomeReplica();
            server.start();
            try (GateProcess gate = GateProcess.start(environment(server.url()), "run")) {
                assertThat(gate.exitCode()).isEqualTo(4);
                assertThat(gate.output()).contains("[DB004] the server is a replica in recovery");
            }
        }
    }

    @Test
    void at_the_deadline_serve_and_run_exit_4_with_the_reason() {
        Map<String, String> environment =
                environment("postgresql://app:s3cret@127.0.0.1:1/app", "GATE_SEQUENCE_DEADLINE", "2s");
        for (String verb : new String[] {"serve", "run"}) {
            try (GateProcess gate = GateProcess.start(environment, verb)) {
                assertThat(gate.exitCode()).as(verb).isEqualTo(4);
                assertThat(gate.output())
                        .contains(
                                "error: [SQ001] not ready after 2 s (gate.sequence.deadline): [DB001] cannot connect to 127.0.0.1:1/app")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void killed_in_the_middle_of_a_migration_nothing_is_half_applied_and_the_next_start_finishes() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\nSELECT pg_sleep(20);");

        killWhen("pg_sleep(20)");

        assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        runSucceeds();
        assertThat(database.hasColumn("nemo", "users", "id")).isTrue();
    }

    @Test
    void killed_in_the_middle_of_a_concurrent_index_build_the_next_start_drops_the_rest_and_builds_it()
            throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        runSucceeds();
        migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        try (Connection writer = database.connect()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("INSERT INTO nemo.users VALUES (1, 'a')");

            killWhen("CREATE INDEX CONCURRENTLY");

            writer.rollback();
        }
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('nemo.users_name')"))
                .isEqualTo("f");
        runSucceeds();
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('nemo.users_name')"))
                .isEqualTo("t");
    }

    @Test
    void killed_in_the_middle_of_a_hotfix_no_lock_stays_and_the_next_start_finishes() throws Exception {
        hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT * FROM public.\"LiteLLM_VerificationToken\"");

            killWhen("ADD COLUMN");

            assertThat(database.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid <> 0"
                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .isEqualTo("0");
            reader.rollback();
        }
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isFalse();
        runSucceeds();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();
    }

    @Test
    void asked_to_stop_in_the_middle_of_a_step_it_rolls_back_and_goes_at_once() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\nSELECT pg_sleep(60);");
        try (GateProcess gate = GateProcess.start(environment(database.url()), "serve")) {
            await().atMost(SOON).until(() -> running("pg_sleep(60)"));

            gate.terminate();

            await().atMost(Duration.ofSeconds(10)).until(() -> !gate.isAlive());
            assertThat(gate.exitCode()).isEqualTo(143);
            assertThat(running("pg_sleep(60)")).isFalse();
            assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
        }
    }

    @Test
    void a_corrected_file_is_picked_up_at_once() throws Exception {
        hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id nonsense;");
        try (GateProcess gate = GateProcess.start(environment(database.url(), "GATE_SEQUENCE_RETRY", "1h"), "serve")) {
            await().atMost(SOON).until(() -> gate.body("/ready").contains("failed"));

            hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");

            await().atMost(Duration.ofSeconds(20)).until(() -> gate.code("/ready") == 200);
        }
    }

    private void killWhen(String query) {
        try (GateProcess gate =
                GateProcess.start(environment(database.url(), "GATE_HOTFIX_LOCK_TIMEOUT", "20s"), "serve")) {
            await().atMost(SOON).until(() -> running(query));
            gate.kill();
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !running(query));
    }

    private boolean running(String query) {
        return database.value(
                        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'schema-gate' AND state = 'active'"
                                + " AND datname = current_database() AND position('" + query + "' IN query) > 0")
                != null;
    }

    private void runSucceeds() {
        try (GateProcess gate = GateProcess.start(environment(database.url()), "run")) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
    }

    private Map<String, String> environment(String url, String... settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GATE_DATABASE_URL", url);
        environment.put("GATE_MIGRATE_LOCATIONS", folder("migrations").toString());
        environment.put("GATE_HOTFIX_DIR", folder("hotfixes").toString());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return environment;
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(files.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void migration(String name, String sql) throws IOException {
        Files.writeString(folder("migrations").resolve(name), sql);
    }

    private void hotfix(String sql) throws IOException {
        Files.writeString(folder("hotfixes").resolve("0001_agent.sql"), sql);
    }
}
