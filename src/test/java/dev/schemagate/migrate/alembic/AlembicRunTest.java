package dev.schemagate.migrate.alembic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.AlembicProject;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.NeedsAlembic;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The owned schema to its heads by the real Alembic. */
@EveryVersion
@NeedsAlembic
class AlembicRunTest {

    @TempDir
    Path files;

    private AlembicProject project;
    private TestDatabase database;

    @BeforeEach
    void create() {
        project = AlembicProject.in(files);
        database = project.database();
        project.sql("a1", "None", "CREATE TABLE users (id int PRIMARY KEY, name text)");
    }

    @Test
    void a_fresh_database_gets_the_schema_the_table_and_the_revisions_and_the_next_start_runs_no_python()
            throws Exception {
        project.revision("b2", "'a1'", "op.add_column('users', sa.Column('age', sa.Integer))");
        TestGate first = project.gate();

        assertThat(first.runOnce().ready()).isTrue();

        assertThat(first.report("migrate").result().detail()).isEqualTo("2 migrations applied, at head b2");
        assertThat(project.at()).isEqualTo("b2");
        assertThat(database.hasColumn("nemo", "users", "age")).isTrue();
        assertThat(database.value("SELECT to_regclass('public.alembic_version')"))
                .isNull();
        TestGate second = project.gate("gate.alembic.command", "/nowhere/alembic upgrade heads");
        assertThat(second.runOnce().ready()).isTrue();
        assertThat(second.report("migrate").result().detail()).isEqualTo("at head b2");
    }

    @Test
    void a_full_role_is_a_wait() throws Exception {
        String url = database.urlOfNewRole("full");
        String limit = "ALTER ROLE full_" + database.name() + " CONNECTION LIMIT ";
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO full_" + database.name());
        database.execute(limit + "1");
        TestGate gate = TestGate.on(url, files, project.settings());
        CompletableFuture<Boolean> start = gate.start();
        await().until(() -> gate.gate.state().reason().contains("too many connections for role"));

        database.execute(limit + "2");

        assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(project.at()).isEqualTo("a1");
    }

    @Test
    void several_heads_and_what_they_depend_on_are_reached_in_their_order() throws Exception {
        project.sql("b2", "'a1'", "CREATE TABLE left_side (id int)");
        project.sql("c3", "'a1'\ndepends_on = 'b2'", "ALTER TABLE left_side ADD COLUMN more int");

        project.gate().runOnce();

        assertThat(project.at()).isEqualTo("c3");
        assertThat(database.hasColumn("nemo", "left_side", "more")).isTrue();
        project.sql("d4", "'b2'", "CREATE TABLE third (id int)");
        project.gate().runOnce();
        assertThat(project.at()).isEqualTo("c3,d4");
    }

    @Test
    void an_index_is_built_concurrently_in_an_autocommit_block() throws Exception {
        project.gate().runOnce();
        project.revision(
                "b2",
                "'a1'",
                "with op.get_context().autocommit_block():",
                "    op.create_index('users_name', 'users', ['name'], postgresql_concurrently=True)",
                "op.add_column('users', sa.Column('age', sa.Integer))");

        project.gate().runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
        assertThat(project.at()).isEqualTo("b2");
    }

    @Test
    void an_index_that_a_dead_run_left_is_dropped_and_built_again() throws Exception {
        project.gate().runOnce();
        project.revision(
                "b2",
                "'a1'",
                "with op.get_context().autocommit_block():",
                "    op.execute('CREATE INDEX CONCURRENTLY users_name ON users ((1 / (id - 1)))')");
        database.execute("INSERT INTO nemo.users VALUES (1, 'a')");
        project.gate("gate.policy.migrations", "off").assertFails(ErrorCode.MG004, "b2.py", "division by zero");
        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("f");
        database.execute("DELETE FROM nemo.users");

        project.gate("gate.policy.migrations", "off").runOnce();

        assertThat(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'nemo.users_name'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void a_failing_revision_is_named_with_its_line_and_takes_those_before_it_along() throws Exception {
        project.sql("b2", "'a1'", "ALTER TABLE nobody ADD COLUMN x int");

        project.gate().assertFails(ErrorCode.MG004, "versions/b2.py:10: ", "relation \"nobody\" does not exist");

        assertThat(database.value("SELECT to_regclass('nemo.users')")).isNull();
    }

    @Test
    void with_a_transaction_for_each_what_came_before_a_failing_revision_stays() throws Exception {
        project.env("transaction_per_migration=True");
        project.sql("b2", "'a1'", "ALTER TABLE users ADD COLUMN b int");
        Path third = project.sql("c3", "'b2'", "ALTER TABLE nobody ADD COLUMN x int");
        project.gate().assertFails(ErrorCode.MG004, "c3.py");
        assertThat(project.at()).isEqualTo("b2");

        // Still the first install: what was begun as one may go on as one.
        project.sql("c3", "'b2'", "ALTER TABLE users DROP COLUMN b");
        project.gate().runOnce();

        assertThat(third).exists();
        assertThat(project.at()).isEqualTo("c3");
    }

    @Test
    void a_revision_of_data_runs_once() throws Exception {
        project.gate().runOnce();
        project.sql("b2", "'a1'", "INSERT INTO users VALUES (1, 'first')");
        TestGate gate = project.gate("gate.policy.migrations", "warn");

        gate.runOnce();
        project.gate("gate.policy.migrations", "warn").runOnce();

        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void a_command_that_succeeds_and_does_not_reach_the_heads_is_a_failure() {
        project.gate("gate.alembic.command", "true", "gate.policy.migrations", "off")
                .assertFails(ErrorCode.MG033, "(true) ended with success", "no revision has run yet");
    }

    @Test
    void a_command_that_is_not_there_is_named_with_its_folder() {
        project.gate("gate.alembic.command", "alembik upgrade heads")
                .assertFails(
                        ErrorCode.MG030, "gate.alembic.command (alembik upgrade heads) cannot be started in " + files);
    }

    @Test
    void several_heads_need_heads_in_the_command() {
        project.sql("b2", "'a1'", "SELECT 1");
        project.sql("c3", "'a1'", "SELECT 1");

        project.gate("gate.alembic.command", "alembic upgrade head")
                .assertFails(
                        ErrorCode.MG034, "Multiple head revisions are present", "write heads in the place of head");
    }

    @Test
    void a_traceback_of_env_py_is_said_in_one_sentence() {
        project.envFile("import os\nos.environ['NOBODY_SET_THIS_URL']\n");

        project.gate("gate.policy.migrations", "off")
                .assertFails(
                        ErrorCode.MG031,
                        "ended with code 1: KeyError: 'NOBODY_SET_THIS_URL'",
                        "SCHEMA_GATE_DATABASE_URL");
    }

    @Test
    void a_database_ahead_is_a_rollback_and_ready() throws Exception {
        Path second = project.sql("b2", "'a1'", "SELECT 1");
        project.gate().runOnce();
        Files.delete(second);
        TestGate gate = project.gate();

        assertThat(gate.runOnce().ready()).isTrue();

        assertThat(gate.report("migrate").result().detail()).contains("ahead of the files", "'b2'");
    }

    @Test
    void a_revision_of_nobody_beside_pending_ones_is_refused() throws Exception {
        project.gate().runOnce();
        project.sql("b2", "'a1'", "SELECT 1");
        database.execute("INSERT INTO nemo.alembic_version VALUES ('zz9')");

        project.gate().assertFails(ErrorCode.MG032, "nemo.alembic_version", "'zz9'", "mount the files that made it");
    }

    @Test
    void a_history_in_another_schema_is_found_before_everything_runs_a_second_time() {
        database.execute("CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY);"
                + "INSERT INTO public.alembic_version VALUES ('a1')");

        project.gate().assertFails(ErrorCode.MG037, "gate.alembic.version-table-schema=public");
    }

    @Test
    void a_version_table_where_prisma_would_drop_it_is_reported() throws Exception {
        database.execute("CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY)");
        TestGate gate = project.gate("gate.alembic.version-table-schema", "public");
        project.env("version_table_schema='public'");

        gate.runOnce();

        assertThat(gate.audit.findings())
                .anyMatch(finding ->
                        finding.contains("alembic_version") && finding.contains("Prisma owns and would drop it"));
    }

    @Test
    @NeedsAlembic(modules = {"asyncpg", "greenlet"})
    void an_async_env_py_migrates_as_documented() throws Exception {
        project.envFile("""
                import asyncio, os
                from alembic import context
                from sqlalchemy.engine import make_url
                from sqlalchemy.ext.asyncio import create_async_engine

                def run(connection):
                    context.configure(connection=connection)
                    with context.begin_transaction():
                        context.run_migrations()

                async def online():
                    engine = create_async_engine(
                        make_url(os.environ["SCHEMA_GATE_DATABASE_URL"]).set(drivername="postgresql+asyncpg", query={}),
                        connect_args={"server_settings": {
                            "application_name": os.environ.get("PGAPPNAME", "alembic"),
                            "search_path": "nemo",
                            "lock_timeout": "200ms",
                            "client_connection_check_interval": "500ms",
                        }},
                    )
                    async with engine.connect() as connection:
                        await connection.run_sync(run)
                    await engine.dispose()

                if context.is_offline_mode():
                    context.configure(dialect_name="postgresql", literal_binds=True)
                    with context.begin_transaction():
                        context.run_migrations()
                else:
                    asyncio.run(online())
                """);
        project.sql(
                "b2",
                "'a1'",
                "DO $$ BEGIN IF current_setting('application_name') NOT LIKE 'schema-gate/alembic/%'"
                        + " THEN RAISE 'not named'; END IF; END $$");

        project.gate("gate.policy.migrations", "warn").runOnce();

        assertThat(project.at()).isEqualTo("b2");
    }

    /** Its sessions are another program's, and pass a guard all the same: for a first install, and for what a revision declares. */
    @Test
    void passes_a_guard_where_the_gate_does() throws Exception {
        database.execute(new GuardScript(
                        "nemo",
                        "public",
                        "schema_gate",
                        "schema_gate_guard",
                        database.server().user())
                .sql());
        project.sql("b2", "'a1'", "ALTER TABLE users DROP COLUMN name");
        assertThat(project.gate().runOnce().ready()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "name")).isFalse();

        database.execute(
                "SET schema_gate.override = 'T';" + " ALTER TABLE nemo.users ADD COLUMN a int, ADD COLUMN b int");
        project.revision(
                "c3",
                "'b2'",
                "# gate: contract nemo.users.a nobody reads it",
                "op.execute('ALTER TABLE users DROP COLUMN a')");
        assertThat(project.gate().runOnce().ready()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "a")).isFalse();

        project.sql("d4", "'c3'", "ALTER TABLE users DROP COLUMN b");
        project.gate("gate.policy.migrations", "off")
                .assertFails(ErrorCode.MG004, "schema gate: drop of table column nemo.users.b");
        assertThat(
                        database.value(
                                "SELECT string_agg(ticket || ': ' || identity, ', ' ORDER BY made_at) FROM schema_gate_guard.pass"))
                .as("for a driver that does not hand over PGOPTIONS")
                .isEqualTo("schema-gate contract nemo.users.a: nemo.users.a");
    }
}
