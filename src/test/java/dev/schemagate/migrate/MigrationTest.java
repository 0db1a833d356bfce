package dev.schemagate.migrate;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.readiness.GateState;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The owned schema to head, on a real PostgreSQL: what is refused, what failed, what was interrupted. */
@EveryVersion
class MigrationTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    @Test
    void a_pending_migration_that_breaks_old_code_is_refused_before_anything_is_applied() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.gate().runOnce();
        scene.migration("V2__more.sql", "ALTER TABLE users ADD COLUMN age int;");
        scene.migration("V3__drop.sql", "ALTER TABLE users DROP COLUMN name;");

        assertFails(ErrorCode.MG006, "V3__drop.sql:1:");
        assertThat(database.hasColumn("nemo", "users", "age")).isFalse();

        TestGate warned = scene.gate("gate.policy.migrations", "warn");
        assertThat(warned.runOnce().ready()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "name")).isFalse();
    }

    @Test
    void a_migration_that_touches_the_other_engines_schema_is_refused_even_on_a_fresh_database() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE public.users (id bigint PRIMARY KEY);");

        assertFails(ErrorCode.MG006, "V1__users.sql:1:");
    }

    @Test
    void indexes_are_built_concurrently_and_mixed_with_transactional_files() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        scene.migration("V3__more.sql", "ALTER TABLE users ADD COLUMN age int;");

        scene.gate().runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
        assertThat(database.hasColumn("nemo", "users", "age")).isTrue();
    }

    @Test
    void a_database_ahead_of_the_files_is_a_rollback_and_ready() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        Path second = scene.migration("V2__more.sql", "ALTER TABLE users ADD COLUMN age int;");
        scene.gate().runOnce();
        Files.delete(second);
        TestGate rolledBack = scene.gate();

        GateState state = rolledBack.runOnce();

        assertThat(state.ready()).isTrue();
        assertThat(rolledBack.report("migrate").result().detail()).isEqualTo("at version 2, 1 ahead of the files");
    }

    @Test
    void an_edited_migration_is_refused_with_its_file() throws Exception {
        Path first = scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
        Files.writeString(first, "CREATE TABLE users (id int PRIMARY KEY);");

        assertFails(ErrorCode.MG003, "V1__users.sql", "checksum mismatch");
    }

    @Test
    void a_failing_migration_names_file_line_and_cause_and_leaves_nothing() throws Exception {
        scene.migration(
                "V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\n\nALTER TABLE nobody ADD COLUMN x int;");

        assertFails(ErrorCode.MG004, "V1__users.sql:3", "relation \"nobody\" does not exist (SQLSTATE 42P01)");
        assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
    }

    @Test
    void a_concurrent_index_that_failed_is_dropped_repaired_and_built_when_its_cause_is_gone() throws Exception {
        scene.migration(
                "V1__users.sql",
                "CREATE TABLE users (id bigint PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'a'), (2, 'a');");
        scene.migration("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);");
        assertFails(ErrorCode.MG004, "V2__index.sql", "23505");
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("f");
        database.execute("DELETE FROM nemo.users WHERE id = 2");

        scene.gate().runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM nemo.flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
    }

    @Test
    void an_empty_folder_beside_a_history_is_a_failure() throws Exception {
        Path first = scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
        Files.delete(first);

        assertFails(ErrorCode.MG002, "there is no migration file");
    }

    @Test
    void a_misnamed_migration_is_refused() throws Exception {
        scene.migration("V1_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");

        assertFails(ErrorCode.MG005, "V1_users.sql");
    }

    @Test
    void an_index_that_was_built_before_the_gate_died_is_built_again_and_one_of_somebody_else_is_kept()
            throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.gate().runOnce();
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY \"By \"\"name\"\"\" ON users (name);");
        database.execute("CREATE INDEX \"By \"\"name\"\"\" ON nemo.users (name)");
        String index = database.value("SELECT 'nemo.\"By \"\"name\"\"\"'::regclass::oid");
        assertFails(ErrorCode.MG004, "V2__index.sql", "already exists (SQLSTATE 42P07)");
        assertThat(database.value("SELECT 'nemo.\"By \"\"name\"\"\"'::regclass::oid"))
                .isEqualTo(index);
        database.execute("INSERT INTO schema_gate.index_build (index) VALUES ('nemo.\"By \"\"name\"\"\"')");

        scene.gate().runOnce();

        assertThat(database.value("SELECT max(version) FROM nemo.flyway_schema_history WHERE success"))
                .isEqualTo("2");
        assertThat(scene.valid("nemo.\"By \"\"name\"\"\"")).isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM schema_gate.index_build"))
                .isEqualTo("0");
    }

    private void assertFails(ErrorCode code, String... texts) {
        scene.gate().assertFails(code, texts);
    }
}
