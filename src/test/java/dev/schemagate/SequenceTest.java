package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole sequence on a real PostgreSQL. */
@Timeout(120)
class SequenceTest {

    private static final String TOKENS = "CREATE TABLE public.\"LiteLLM_VerificationToken\" (token text PRIMARY KEY)";

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = PostgresServer.shared().newDatabase();
        database.execute(TOKENS);
    }

    @Test
    void migrates_patches_notifies_and_opens() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        hotfix("0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        TestGate gate = TestGate.on(database.url(), files);

        GateState state = gate.runOnce();

        assertThat(state).isInstanceOf(GateState.Probation.class);
        assertThat(state.code()).isEqualTo("no-log-source");
        assertThat(gate.gate.started()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "name")).isTrue();
        assertThat(database.hasColumn("nemo", "flyway_schema_history", "version"))
                .isTrue();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();
        assertThat(database.value(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"))
                .isEqualTo("1");
        assertThat(outcomes(gate))
                .containsExactly(Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_pending_migration_that_breaks_old_code_is_refused_before_anything_is_applied() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        TestGate.on(database.url(), files).runOnce();
        migration("V2__more.sql", "ALTER TABLE users ADD COLUMN age int;");
        migration("V3__drop.sql", "ALTER TABLE users DROP COLUMN name;");

        assertFails(ErrorCode.MG006, "V3__drop.sql:1:");
        assertThat(database.hasColumn("nemo", "users", "age")).isFalse();

        TestGate warned = TestGate.on(database.url(), files, "gate.policy.migrations", "warn");
        assertThat(warned.runOnce().ready()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "name")).isFalse();
    }

    @Test
    void a_migration_that_touches_the_other_engines_schema_is_refused_even_on_a_fresh_database() throws Exception {
        migration("V1__users.sql", "CREATE TABLE public.users (id bigint PRIMARY KEY);");

        assertFails(ErrorCode.MG006, "V1__users.sql:1:");
    }

    @Test
    void a_second_run_has_nothing_to_migrate_or_to_announce() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        TestGate.on(database.url(), files).runOnce();
        TestGate again = TestGate.on(database.url(), files);

        again.runOnce();

        assertThat(again.report("migrate").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(again.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(again.report("reload").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_change_of_the_catalog_is_announced_to_a_listener() throws Exception {
        TestGate.on(database.url(), files).runOnce();
        try (var listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");
            database.execute("ALTER TABLE public.\"LiteLLM_VerificationToken\" ADD COLUMN spend float8");

            TestGate.on(database.url(), files).runOnce();

            var heard = listener.unwrap(org.postgresql.PGConnection.class).getNotifications(5_000);
            assertThat(heard).hasSize(1);
            assertThat(heard[0].getName()).isEqualTo("pgrst");
            assertThat(heard[0].getParameter()).isEqualTo("reload schema");
        }
    }

    @Test
    void indexes_are_built_concurrently_and_mixed_with_transactional_files() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        migration("V3__more.sql", "ALTER TABLE users ADD COLUMN age int;");

        TestGate.on(database.url(), files).runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
        assertThat(database.hasColumn("nemo", "users", "age")).isTrue();
    }

    @Test
    void a_database_ahead_of_the_files_is_a_rollback_and_ready() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        Path second = migration("V2__more.sql", "ALTER TABLE users ADD COLUMN age int;");
        TestGate.on(database.url(), files).runOnce();
        Files.delete(second);
        TestGate rolledBack = TestGate.on(database.url(), files);

        GateState state = rolledBack.runOnce();

        assertThat(state.ready()).isTrue();
        assertThat(rolledBack.report("migrate").result().detail()).isEqualTo("at version 2, 1 ahead of the files");
    }

    @Test
    void an_edited_migration_is_refused_with_its_file() throws Exception {
        Path first = migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        TestGate.on(database.url(), files).runOnce();
        Files.writeString(first, "CREATE TABLE users (id int PRIMARY KEY);");

        assertFails(ErrorCode.MG003, "V1__users.sql", "checksum mismatch");
    }

    @Test
    void a_failing_migration_names_file_line_and_cause_and_leaves_nothing() throws Exception {
        migration(
                "V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\n\nALTER TABLE nobody ADD COLUMN x int;");

        assertFails(ErrorCode.MG004, "V1__users.sql:3", "relation \"nobody\" does not exist (SQLSTATE 42P01)");
        assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
    }

    @Test
    void a_concurrent_index_that_failed_is_dropped_repaired_and_built_when_its_cause_is_gone() throws Exception {
        migration(
                "V1__users.sql",
                "CREATE TABLE users (id bigint PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'a'), (2, 'a');");
        migration("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);");
        assertFails(ErrorCode.MG004, "V2__index.sql", "23505");
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("f");
        database.execute("DELETE FROM nemo.users WHERE id = 2");

        TestGate.on(database.url(), files).runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
        assertThat(database.value("SELECT count(*) FROM nemo.flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
    }

    @Test
    void an_empty_folder_beside_a_history_is_a_failure() throws Exception {
        Path first = migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        TestGate.on(database.url(), files).runOnce();
        Files.delete(first);

        assertFails(ErrorCode.MG002, "there is no migration file");
    }

    @Test
    void an_empty_folder_on_a_new_database_is_nothing_to_do() throws Exception {
        TestGate gate = TestGate.on(database.url(), files);

        gate.runOnce();

        assertThat(gate.report("migrate").result().detail()).isEqualTo("no migration files");
        assertThat(gate.report("hotfix").result().detail()).isEqualTo("no hotfix files");
    }

    @Test
    void configured_folders_that_are_missing_are_failures() {
        assertFails(
                ErrorCode.MG001,
                "does not exist",
                "gate.migrate.locations",
                files.resolve("nowhere").toString());
        assertFails(
                ErrorCode.HF001,
                "does not exist",
                "gate.hotfix.dir",
                files.resolve("nowhere").toString());
    }

    @Test
    void a_misnamed_migration_is_refused() throws Exception {
        migration("V1_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");

        assertFails(ErrorCode.MG005, "V1_users.sql");
    }

    @Test
    void a_failing_hotfix_names_file_line_and_cause() throws Exception {
        hotfix("0001_bad.sql", "-- why\n\nALTER TABLE nobody ADD COLUMN IF NOT EXISTS x int;");

        assertFails(ErrorCode.HF202, "0001_bad.sql:", "relation \"nobody\" does not exist");
    }

    @Test
    void without_privileges_the_exact_grant_is_shown() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        String url = database.urlOfNewRole("weak");
        String role = "weak_" + database.name();

        assertFailsOn(
                url, ErrorCode.DB006, "GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" + role + "\";");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);

        assertThat(TestGate.on(url, files).runOnce().ready()).isTrue();
    }

    @Test
    void a_hotfix_on_a_table_of_somebody_else_is_answered_with_the_grant() throws Exception {
        hotfix("0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        String url = database.urlOfNewRole("weak");
        String role = "weak_" + database.name();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);

        assertFailsOn(url, ErrorCode.DB006, "GRANT \"postgres\" TO \"" + role + "\";");
    }

    @Test
    void a_server_that_only_reads_is_refused() {
        database.execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");

        assertFails(ErrorCode.DB004, "connect to the primary");
    }

    @Test
    void several_gates_at_once_do_each_thing_once_and_all_open() throws Exception {
        migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        hotfix("0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        List<TestGate> gates = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> TestGate.on(database.url(), files, "gate.pod", "web-" + i))
                .toList();

        gates.parallelStream().forEach(gate -> {
            try {
                gate.runOnce();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(gates).allMatch(gate -> gate.gate.state().ready());
        assertThat(database.value(
                        "SELECT count(*) FROM nemo.flyway_schema_history WHERE success AND version IS NOT NULL"))
                .isEqualTo("2");
        assertThat(
                        database.value(
                                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
    }

    private static List<Outcome> outcomes(TestGate gate) {
        return gate.runner.reports().stream()
                .map(StepReport::result)
                .map(r -> r.outcome())
                .toList();
    }

    private void assertFails(ErrorCode code, String... texts) {
        assertFailsOn(database.url(), code, texts);
    }

    private void assertFails(ErrorCode code, String text, String key, String value) {
        assertFailure(TestGate.on(database.url(), files, key, value), code, text);
    }

    private void assertFailsOn(String url, ErrorCode code, String... texts) {
        assertFailure(TestGate.on(url, files), code, texts);
    }

    private static void assertFailure(TestGate gate, ErrorCode code, String... texts) {
        assertThatThrownBy(gate::runOnce).isInstanceOfSatisfying(GateException.class, e -> {
            assertThat(e.code()).as(e.describe()).isEqualTo(code);
            assertThat(e.getMessage()).contains(texts);
        });
        assertThat(gate.gate.state().ready()).isFalse();
    }

    private Path migration(String name, String sql) throws IOException {
        return Files.writeString(
                Files.createDirectories(files.resolve("migrations")).resolve(name), sql);
    }

    private Path hotfix(String name, String sql) throws IOException {
        return Files.writeString(
                Files.createDirectories(files.resolve("hotfixes")).resolve(name), sql);
    }
}
