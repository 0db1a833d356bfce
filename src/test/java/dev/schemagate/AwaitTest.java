package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.prisma.await.Await;
import dev.schemagate.prisma.await.AwaitOutlook;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hotfixes run when the other engine has come to rest, and never in the middle of its migrations. */
@EveryVersion
class AwaitTest {

    /** As Prisma creates it. */
    private static final String LEDGER = """
            CREATE TABLE "_prisma_migrations" (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
              migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
              applied_steps_count integer NOT NULL DEFAULT 0);
            """;

    @TempDir
    Path files;

    private Scene scene(String sql) {
        return Scene.in(files, sql);
    }

    private static String row(String name, String columns, String values) {
        return "INSERT INTO _prisma_migrations (id, checksum, migration_name, " + columns
                + ") VALUES (gen_random_uuid(), '', '" + name + "', " + values + ");";
    }

    private static String finished(String name) {
        return row(name, "finished_at, applied_steps_count", "now(), 1");
    }

    private void mount(String name, String sql) throws IOException {
        Path folder = Files.createDirectories(files.resolve("prisma").resolve(name));
        Files.writeString(folder.resolve("migration.sql"), sql);
    }

    private static StepReport report(TestGate gate) {
        return gate.report("await");
    }

    private static void waitsFor(TestGate gate, String words) {
        await().untilAsserted(() -> assertThat(gate.gate.state().reason()).contains(words));
    }

    @Test
    void without_a_ledger_and_settings_there_is_nothing_to_wait_for() throws Exception {
        TestGate gate = scene("CREATE TABLE t (id int)").gate();

        gate.runOnce();

        assertThat(report(gate).result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(report(gate).result().detail()).isEqualTo("no ledger of Prisma's to wait for");
    }

    @Test
    void a_running_migration_is_waited_for_and_what_it_makes_is_there_for_the_hotfix() throws Exception {
        Scene scene = scene(LEDGER);
        scene.hotfix("ALTER TABLE late ADD COLUMN IF NOT EXISTS x int;");
        TestGate gate = scene.gate();
        try (Connection prisma = scene.database().connect();
                Statement statement = prisma.createStatement()) {
            statement.execute("SET application_name = 'migrate-deploy'; SELECT pg_advisory_lock(72707369)");
            statement.execute(row("1_late", "logs", "NULL"));
            CompletableFuture<Boolean> opening = gate.start();

            waitsFor(gate, "migration 1_late runs since ");
            assertThat(gate.gate.state().reason()).contains("(migrate-deploy)");
            statement.execute(
                    "CREATE TABLE late (id int); UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1;"
                            + " SELECT pg_advisory_unlock(72707369)");
            assertThat(opening.get(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(report(gate).result().outcome()).isEqualTo(Outcome.DONE);
        assertThat(scene.database().hasColumn("public", "late", "x")).isTrue();
        assertThat(scene.database().value("SELECT count(*) FROM _prisma_migrations"))
                .isEqualTo("1");
    }

    @Test
    void a_lock_that_is_held_is_waited_for() throws Exception {
        Scene scene = scene(LEDGER + finished("1_a"));
        TestGate gate = scene.gate();
        try (Connection prisma = scene.database().connect();
                Statement statement = prisma.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(72707369)");
            CompletableFuture<Boolean> opening = gate.start();

            waitsFor(gate, "holds Prisma's migration lock 72707369");
            statement.execute("SELECT pg_advisory_unlock(72707369)");
            assertThat(opening.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_failed_migration_stops_at_once_before_anything_is_applied() {
        Scene scene = scene(LEDGER
                + finished("1_a")
                + row("2_b", "logs", "'A migration failed to apply. Database error code: 42701 DETAIL: secret'"));
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");

        String reason = scene.gate()
                .assertFails(
                        ErrorCode.PR003, "migration 2_b failed with SQLSTATE 42701", "P3009", "--rolled-back \"2_b\"");
        assertThat(reason).doesNotContain("secret");
        assertThat(scene.database().value("SELECT to_regclass('nemo.users')")).isNull();
    }

    @Test
    void a_migration_that_was_cut_off_is_told_from_one_that_runs() {
        Scene scene = scene(LEDGER + row("1_a", "started_at", "now() - interval '2 minutes'"));

        scene.gate().assertFails(ErrorCode.PR003, "1_a began and never ended, and nobody holds Prisma's lock");
    }

    @Test
    void what_was_taken_back_and_ran_again_is_at_rest() throws Exception {
        Scene scene = scene(LEDGER
                + row("1_a", "started_at, rolled_back_at, logs", "now() - interval '1 hour', now(), 'failed'")
                + finished("1_a"));
        mount("1_a", "CREATE TABLE a (id int);");

        TestGate gate =
                scene.gate("gate.prisma.migrations", files.resolve("prisma").toString());
        gate.runOnce();

        assertThat(report(gate).result().detail()).isEqualTo("Prisma is at rest");
    }

    @Test
    void every_mounted_migration_must_have_run() throws Exception {
        Scene scene = scene(LEDGER + finished("1_a"));
        mount("1_a", "CREATE TABLE a (id int);");
        mount("2 with blanks", "CREATE TABLE b (id int);");
        scene.hotfix("ALTER TABLE b ADD COLUMN IF NOT EXISTS x int;");
        TestGate gate =
                scene.gate("gate.prisma.migrations", files.resolve("prisma").toString());
        CompletableFuture<Boolean> opening = gate.start();

        waitsFor(gate, "1 mounted migration is not applied yet: 2 with blanks");
        scene.database().execute("BEGIN; CREATE TABLE b (id int); " + finished("2 with blanks") + " COMMIT");
        assertThat(opening.get(60, TimeUnit.SECONDS)).isTrue();

        assertThat(scene.database().hasColumn("public", "b", "x")).isTrue();
    }

    @Test
    void no_ledger_yet_is_a_wait_where_migrations_are_mounted() throws Exception {
        mount("1_a", "CREATE TABLE a (id int);");
        Scene scene = scene("");
        TestGate gate =
                scene.gate("gate.prisma.migrations", files.resolve("prisma").toString());
        CompletableFuture<Boolean> opening = gate.start();

        waitsFor(gate, "Prisma has not begun: there is no \"public\"._prisma_migrations");
        scene.database().execute("BEGIN; CREATE TABLE a (id int); " + LEDGER + finished("1_a") + " COMMIT");
        assertThat(opening.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_is_marked_and_never_ran_is_told_with_what_is_missing() throws Exception {
        Scene scene = scene(LEDGER + "CREATE TABLE a (id int, b int);"
                + row("1_a", "finished_at, applied_steps_count", "now(), 0") + finished("2_b"));
        mount(
                "1_a",
                "CREATE TABLE a (id int, gone int, old int); ALTER TABLE a ADD COLUMN b int, ADD COLUMN c int;"
                        + " CREATE TABLE d (id int);");
        mount("2_b", "ALTER TABLE a DROP COLUMN gone; ALTER TABLE a RENAME COLUMN old TO renamed;");

        TestGate gate =
                scene.gate("gate.prisma.migrations", files.resolve("prisma").toString());
        gate.runOnce();

        assertThat(report(gate).result().detail())
                .isEqualTo(
                        "Prisma is at rest; 1 migration is marked as applied and never ran: 1_a; missing of what they should"
                                + " have made: public.a.c, public.d, public.d.id");
    }

    @Test
    void a_hotfix_that_collides_with_a_pending_migration_stops_before_either_is_run() throws Exception {
        Scene scene = scene(LEDGER + "CREATE TABLE t (id int);");
        mount("20260331_prompt", "ALTER TABLE t ADD COLUMN environment text; CREATE INDEX i ON t (environment);");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS environment text;");
        TestGate gate =
                scene.gate("gate.prisma.migrations", files.resolve("prisma").toString());

        AwaitOutlook outlook = new Await(gate.config).outlook(gate.database);
        assertThat(outlook.refusal()).isNotNull().satisfies(refusal -> assertThat(refusal.describe())
                .startsWith("[HF100]")
                .contains("20260331_prompt/migration.sql will add"));
        gate.assertFails(ErrorCode.HF100, "HF060", "20260331_prompt/migration.sql will add", "environment");
        assertThat(scene.database().hasColumn("public", "t", "environment")).isFalse();

        scene.database()
                .execute("ALTER TABLE t ADD COLUMN environment text; CREATE INDEX i ON t (environment);"
                        + finished("20260331_prompt"));
        assertThat(scene.gate("gate.prisma.migrations", files.resolve("prisma").toString())
                        .runOnce()
                        .ready())
                .isTrue();
    }

    @Test
    void what_a_start_would_wait_for_is_told_without_waiting() {
        Scene scene = scene(LEDGER + "CREATE TABLE t (id int);" + row("1_a", "logs", "NULL"));

        AwaitOutlook running = new Await(scene.gate().config).outlook(scene.gate().database);
        assertThat(running.waits()).isTrue();
        assertThat(running.state()).startsWith("a start would wait: migration 1_a runs since ");

        scene.database().execute("UPDATE _prisma_migrations SET logs = 'Database error code: 42701'");
        AwaitOutlook failed = new Await(scene.gate().config).outlook(scene.gate().database);
        assertThat(failed.refusal()).isNotNull();
        assertThat(failed.refusal().code()).isEqualTo(ErrorCode.PR003);

        scene.database()
                .execute("UPDATE _prisma_migrations SET logs = NULL, finished_at = now(), applied_steps_count = 1");
        AwaitOutlook rest = new Await(scene.gate().config).outlook(scene.gate().database);
        assertThat(rest).isEqualTo(new AwaitOutlook("Prisma is at rest", false, null));
    }

    @Test
    void an_unknown_engine_is_asked_by_a_query() throws Exception {
        Scene scene = scene("CREATE TABLE t (id int);");
        TestGate gate = scene.gate(
                "gate.await.query", "SELECT count(*) = 2 FROM flags WHERE data ? 'done';", "gate.prisma.wait", "off");
        CompletableFuture<Boolean> opening = gate.start();

        waitsFor(gate, "gate.await.query cannot be answered yet: relation \"flags\" does not exist");
        scene.database().execute("CREATE TABLE flags (data jsonb); INSERT INTO flags VALUES ('{\"done\": 1}')");
        waitsFor(gate, "gate.await.query does not answer true yet");
        scene.database().execute("INSERT INTO flags VALUES ('{\"done\": 1}')");
        assertThat(opening.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_query_that_writes_is_refused_by_the_server() {
        Scene scene = scene(
                "CREATE TABLE t (id int); CREATE FUNCTION w() RETURNS bool LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING true'");

        scene.gate("gate.await.query", "SELECT w()").assertFails(ErrorCode.DB004, "read-only transaction");
        assertThat(scene.database().value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void a_ledger_that_the_login_may_not_read_is_no_reason_to_fail_unless_one_asks_for_it() throws Exception {
        Scene scene = scene(LEDGER + finished("1_a"));
        String url = scene.database().urlOfNewRole("reader");
        scene.database()
                .execute("GRANT CREATE ON DATABASE " + scene.database().name() + " TO reader_"
                        + scene.database().name());

        TestGate gate = TestGate.on(url, files);
        gate.runOnce();
        assertThat(report(gate).result().detail()).contains("may not read Prisma's ledger");

        TestGate.on(url, files, "gate.prisma.wait", "ledger")
                .assertFails(ErrorCode.DB006, "GRANT SELECT ON \"public\"._prisma_migrations");
    }

    @Test
    void a_folder_that_is_not_there_or_empty_is_told() throws Exception {
        Scene scene = scene("");

        scene.gate("gate.prisma.migrations", files.resolve("none").toString())
                .assertFails(ErrorCode.PR004, "none does not exist");
        Files.createDirectories(files.resolve("prisma"));
        scene.gate("gate.prisma.migrations", files.resolve("prisma").toString())
                .assertFails(ErrorCode.PR004, "holds no migration");
    }
}
