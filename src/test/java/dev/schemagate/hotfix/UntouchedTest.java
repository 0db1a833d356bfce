package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.db.WorkLock;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A start that finds everything in place disturbs nobody, whatever others hold. */
@EveryVersion
class UntouchedTest {

    private static final String HOTFIX = """
            ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT 'x';
            ALTER TABLE t ADD COLUMN IF NOT EXISTS b numeric(10, 2) NOT NULL DEFAULT 0;
            CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);
            CREATE INDEX CONCURRENTLY IF NOT EXISTS t_b ON t (b) WHERE b > 0;
            DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 't_c') THEN
              ALTER TABLE t ADD CONSTRAINT t_c CHECK (b >= 0) NOT VALID; END IF; END $$;
            """;

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void replayOnce() throws Exception {
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        hotfix(HOTFIX);
        TestGate.withoutPolicy(database.url(), files).runOnce();
    }

    @Test
    void it_takes_no_lock_above_access_share_while_others_hold_theirs() throws Exception {
        database.execute(
                "CREATE TABLE fired (tag text); CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO fired VALUES (tg_tag); END'; CREATE EVENT TRIGGER note ON ddl_command_start EXECUTE FUNCTION note()");
        try (Connection reader = database.connect();
                Connection writer = database.connect()) {
            hold(reader, "SELECT * FROM t");
            hold(writer, "LOCK TABLE t IN EXCLUSIVE MODE; INSERT INTO t VALUES (1)");
            String before = written();
            TestGate gate = TestGate.withoutPolicy(database.url(), files);

            assertThat(gate.runOnce().ready()).isTrue();

            assertThat(gate.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
            assertThat(gate.counters.satisfied()).isEqualTo(5);
            assertThat(gate.counters.lockTimeouts()).isZero();
            assertThat(written()).isEqualTo(before);
        }
        assertThat(database.value("SELECT count(*) FROM fired")).isEqualTo("0");
    }

    @Test
    void its_strongest_lock_is_access_share() throws Exception {
        try (Connection blocker = database.connect()) {
            hold(blocker, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            TestGate gate = TestGate.withoutPolicy(database.url(), files, "gate.hotfix.lock-timeout", "20s");
            CompletableFuture<Boolean> ready = Background.supply(() -> run(gate));

            // Held up where a predicate is compared, so that what it holds and wants can be looked at.
            await().until(() -> locks("NOT l.granted").equals("t AccessShareLock"));
            assertThat(locks("l.granted AND l.mode <> 'AccessShareLock'")).isEmpty();
            blocker.rollback();

            assertThat(ready.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_locked_table_holds_up_only_the_comparison_of_definitions() throws Exception {
        try (Connection blocker = database.connect()) {
            hold(blocker, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            TestGate gate = TestGate.withoutPolicy(database.url(), files);
            CompletableFuture<Boolean> ready = Background.supply(() -> run(gate));

            await().until(() -> gate.counters.lockTimeouts() > 0);
            blocker.rollback();

            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(gate.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        }
    }

    @Test
    void names_types_and_defaults_are_compared_behind_an_access_exclusive_lock() throws Exception {
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT 'x'; CREATE INDEX IF NOT EXISTS t_a ON t (a);");
        TestGate.withoutPolicy(database.url(), files).runOnce();
        try (Connection blocker = database.connect()) {
            hold(blocker, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            TestGate gate = TestGate.withoutPolicy(database.url(), files);

            assertThat(gate.runOnce().ready()).isTrue();
            assertThat(gate.counters.lockTimeouts()).isZero();
        }
    }

    @Test
    void it_needs_no_work_lock() throws Exception {
        try (Connection worker = database.connect()) {
            hold(worker, "SELECT pg_advisory_lock(" + WorkLock.KEY + ")");

            assertThat(TestGate.withoutPolicy(database.url(), files).runOnce().ready())
                    .isTrue();
        }
    }

    private String locks(String which) {
        String found = database.value("SELECT string_agg(l.relation::regclass || ' ' || l.mode, ',') FROM pg_locks l"
                + " JOIN pg_stat_activity a USING (pid) JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE a.application_name = 'schema-gate' AND a.datname = current_database() AND n.nspname IN ('public', 'nemo') AND "
                + which);
        return found == null ? "" : found;
    }

    /** Transactions that wrote anything, beside the gate's own schema, would have moved one of these. */
    private String written() {
        return database.value(
                "SELECT string_agg(c.oid || ':' || c.xmin || ':' || c.relfilenode, ',' ORDER BY c.oid) FROM pg_class c"
                        + " WHERE relnamespace = 'public'::regnamespace");
    }

    private static boolean run(TestGate gate) {
        try {
            return gate.runOnce().ready();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hold(Connection session, String sql) throws SQLException {
        session.setAutoCommit(false);
        session.createStatement().execute(sql);
    }

    private void hotfix(String sql) throws IOException {
        Files.writeString(Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"), sql);
    }
}
