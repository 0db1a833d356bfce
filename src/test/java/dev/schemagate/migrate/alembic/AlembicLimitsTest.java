package dev.schemagate.migrate.alembic;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.AlembicProject;
import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.Worker;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.SequenceException;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.LogCapture;
import dev.schemagate.testing.NeedsAlembic;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What the gate holds Alembic to: one at a time, locks, the deadline, and an end with no statement left. */
@EveryVersion
@NeedsAlembic
class AlembicLimitsTest {

    @TempDir
    Path files;

    private AlembicProject project;
    private TestDatabase database;
    private Scene scene;

    @BeforeEach
    void create() throws Exception {
        project = AlembicProject.in(files);
        database = project.database();
        scene = new Scene(database, files);
        project.sql("a1", "None", "CREATE TABLE users (id int PRIMARY KEY, name text)");
        project.gate().runOnce();
    }

    @Test
    void ten_gates_at_once_run_it_once() throws Exception {
        project.revision(
                "b2",
                "'a1'",
                "if not op.get_context().as_sql:",
                "    open('ran', 'a').write('x')",
                "with op.get_context().autocommit_block():",
                "    op.create_index('users_name', 'users', ['name'], postgresql_concurrently=True)");

        List<CompletableFuture<Boolean>> gates =
                IntStream.range(0, 10).mapToObj(gate -> project.gate().start()).toList();

        for (CompletableFuture<Boolean> ready : gates) {
            assertThat(ready.get(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(files.resolve("alembic/ran")).hasContent("x");
        assertThat(project.at()).isEqualTo("b2");
        assertThat(scene.valid("nemo.users_name")).isEqualTo("t");
        scene.noLockIsLeft();
    }

    @Test
    void it_gives_way_names_who_is_in_the_way_and_is_done_when_that_one_has_gone() throws Exception {
        project.sql("b2", "'a1'", "CREATE TABLE more (id int); ALTER TABLE users ADD COLUMN age int");
        TestGate gate = project.gate();
        try (Connection reader = scene.holding("SELECT * FROM nemo.users WHERE name = 'secret'")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> reason(gate).contains("b2.py:10 waits for pid "));
            assertThat(reason(gate)).contains(", forgotten), idle in transaction, ", "WHERE name = ?");
            assertThat(database.value("SELECT to_regclass('nemo.more')")).isNull();

            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(database.hasColumn("nemo", "users", "age")).isTrue();
    }

    private static String reason(TestGate gate) {
        return String.valueOf(gate.gate.state().reason());
    }

    @Test
    void it_gives_up_when_the_budget_is_spent() throws Exception {
        project.sql("b2", "'a1'", "ALTER TABLE users ADD COLUMN age int");
        TestGate gate = project.gate("gate.migrate.lock-budget", "1ms");
        try (Connection reader = scene.holding("TABLE nemo.users")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> gate.gate.state().code().equals("MG007"));
            assertThat(reason(gate))
                    .contains("b2.py:10: no lock within 0 s (gate.migrate.lock-budget); in the way: pid ");

            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void at_the_deadline_a_statement_is_cancelled_and_every_process_ended() {
        project.sql("b2", "'a1'", "SELECT pg_sleep(100)");
        project.write("run.sh", "alembic -x mark=" + files + " upgrade heads; true");

        stopsAtTheDeadline("sh run.sh");
    }

    /** It answers to being asked by beginning one process after another. */
    @Test
    void at_the_deadline_a_command_that_does_not_end_is_killed_with_all_it_begins_meanwhile() {
        project.revision(
                "b2",
                "'a1'",
                "import signal, subprocess, time",
                "def more(*_):",
                "    for each in range(300):",
                "        subprocess.Popen(['sh', '-c', 'sleep 100; : mark=" + files + " upgrade'])",
                "        time.sleep(0.01)",
                "signal.signal(signal.SIGTERM, more)",
                "while True: time.sleep(100)");

        stopsAtTheDeadline("alembic -x mark=" + files + " upgrade heads");
    }

    private void stopsAtTheDeadline(String command) {
        TestGate gate = project.gate(
                "gate.sequence.deadline", "4s", "gate.policy.migrations", "off", "gate.alembic.command", command);

        assertThatThrownBy(gate::runOnce)
                .isInstanceOf(SequenceException.class)
                .hasMessageContaining("not done by gate.sequence.deadline");

        await().until(() -> sessions() == 0);
        await().until(() -> processes().isEmpty());
        assertThat(project.at()).isEqualTo("a1");
    }

    @Test
    void a_gate_that_is_killed_leaves_no_process_and_no_statement() throws Exception {
        project.sql("b2", "'a1'", "SELECT pg_sleep(100)");
        Process worker = Worker.with(
                List.of(project.settings(
                        "gate.policy.migrations",
                        "off",
                        "gate.alembic.command",
                        "alembic -x mark=" + files + " upgrade heads")),
                database.url(),
                files);
        await().until(() -> sessions() == 1);
        assertThat(processes()).isNotEmpty();

        worker.destroyForcibly().waitFor();

        await().until(() -> sessions() == 0);
        await().until(() -> processes().isEmpty());
        project.sql("b2", "'a1'", "SELECT 1");
        project.gate().runOnce();
        assertThat(project.at()).isEqualTo("b2");
    }

    @Test
    void the_session_of_a_dead_gates_alembic_is_ended_before_the_next_runs() throws Exception {
        project.sql("b2", "'a1'", "ALTER TABLE users ADD COLUMN age int");
        try (Connection orphan = database.connect()) {
            orphan.setClientInfo("ApplicationName", "schema-gate/alembic/00000000");
            orphan.setAutoCommit(false);
            orphan.createStatement().execute("LOCK TABLE nemo.users");

            project.gate().runOnce();

            assertThat(orphan.isValid(5)).isFalse();
        }
        assertThat(project.at()).isEqualTo("b2");
    }

    @Test
    void what_it_says_is_logged_without_credentials_and_row_values() throws Exception {
        project.revision(
                "b2",
                "'a1'",
                "print('postgresql://nemo:se%cret@host/db password=hush')",
                "name = 'A' + 'da'",
                "op.execute(f\"INSERT INTO users VALUES (1, '{name}')\")",
                "op.execute(f\"INSERT INTO users VALUES (1, '{name}')\")");
        try (LogCapture log = LogCapture.of(AlembicCalls.class)) {
            project.gate("gate.policy.migrations", "off").assertFails(ErrorCode.MG004, "b2.py:13: ", "UniqueViolation");

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("Running upgrade a1 -> b2"))
                    .anyMatch(line -> line.contains("postgresql://…@host/db password=…"))
                    .anyMatch(line -> line.contains("[SQL: INSERT INTO users VALUES (?, ?)]"))
                    .noneMatch(line -> line.contains("Ada") || line.contains("se%cret") || line.contains("hush"));
        }
    }

    @Test
    void another_job_is_waited_for_and_the_state_says_since_when() throws Exception {
        project.sql("b2", "'a1'", "SELECT 1");
        TestGate byFiles = project.gate("gate.alembic.mode", "wait");
        TestGate byHeads = project.gate(
                "gate.alembic.mode", "wait", "gate.alembic.heads", "b2", "gate.alembic.directory", "/nowhere");
        List<CompletableFuture<Boolean>> waiting = List.of(byFiles.start(), byHeads.start());
        await().until(() -> reason(byFiles)
                .matches("waiting since 20\\S+Z for another job to run Alembic: at a1; 1 revision is pending: b2 .*"));
        await().until(() -> reason(byHeads).endsWith("for another job to run Alembic: at a1, needs b2"));

        project.gate().runOnce();

        for (CompletableFuture<Boolean> ready : waiting) {
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(byHeads.report("migrate").result().detail()).isEqualTo("at head b2");
    }

    private int sessions() {
        return Integer.parseInt(
                database.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name LIKE 'schema-gate/alembic/%'"));
    }

    /** Those that this test's command started. */
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("mark=" + files + " upgrade") && !line.contains(Worker.class.getName()))
                .toList();
    }
}
