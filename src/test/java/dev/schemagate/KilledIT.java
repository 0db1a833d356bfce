package dev.schemagate;

import java.sql.Connection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged program, killed or asked to stop in the middle of a step. */
class KilledIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.\"LiteLLM_VerificationToken\" (token text PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    @Test
    void killed_in_the_middle_of_a_migration_nothing_is_half_applied_and_the_next_start_finishes() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\nSELECT pg_sleep(20);");

        killWhen("pg_sleep(20)");

        assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.runSucceeds();
        assertThat(database.hasColumn("nemo", "users", "id")).isTrue();
    }

    @Test
    void killed_in_the_middle_of_a_concurrent_index_build_the_next_start_drops_the_rest_and_builds_it()
            throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.runSucceeds();
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        try (Connection writer = database.connect()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("INSERT INTO nemo.users VALUES (1, 'a')");

            killWhen("CREATE INDEX CONCURRENTLY");

            writer.rollback();
        }
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('nemo.users_name')"))
                .isEqualTo("f");
        scene.runSucceeds();
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('nemo.users_name')"))
                .isEqualTo("t");
    }

    @Test
    void killed_in_the_middle_of_a_hotfix_no_lock_stays_and_the_next_start_finishes() throws Exception {
        scene.hotfix("ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT * FROM public.\"LiteLLM_VerificationToken\"");

            killWhen("ADD COLUMN");

            scene.noLockIsLeft();
            reader.rollback();
        }
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isFalse();
        scene.runSucceeds();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();
    }

    @Test
    void asked_to_stop_in_the_middle_of_a_step_it_rolls_back_and_goes_at_once() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\nSELECT pg_sleep(60);");
        try (GateProcess gate = GateProcess.start(scene.environment(database.url()), "serve")) {
            await().until(() -> scene.running("pg_sleep(60)"));

            gate.terminate();

            await().until(() -> !gate.isAlive());
            assertThat(gate.exitCode()).isZero();
            assertThat(scene.running("pg_sleep(60)")).isFalse();
            assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
        }
    }

    private void killWhen(String query) {
        try (GateProcess gate =
                GateProcess.start(scene.environment(database.url(), "GATE_HOTFIX_LOCK_TIMEOUT", "20s"), "serve")) {
            await().until(() -> scene.running(query));
            gate.kill();
        }
        await().until(() -> !scene.running(query));
    }
}
