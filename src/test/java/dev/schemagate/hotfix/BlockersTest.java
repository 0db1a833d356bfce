package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.locks.BlockerMonitor;
import dev.schemagate.locks.BuildProgress;
import dev.schemagate.sequence.SequenceException;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.Deadlines;
import dev.schemagate.testing.LogCapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A concurrent build says whom it waits for, and neither it nor a build of somebody else is disturbed by that. */
class BlockersTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY, name text); CREATE TABLE other (id int)");

    @BeforeEach
    void prepare() throws Exception {
        scene.hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");
    }

    @Test
    void a_writer_is_named_in_the_state_and_once_in_the_log() throws Exception {
        TestGate gate = scene.gate();
        try (LogCapture log = LogCapture.of(BlockerMonitor.class);
                Connection writer = scene.holding("INSERT INTO t VALUES (1, 'secret value')")) {
            CompletableFuture<Boolean> ready = gate.start();
            String pid = pid(writer);

            await().until(() -> reason(gate).contains("0001.sql:1 waits for pid " + pid + " ("));
            String first = reason(gate);
            await().until(() -> !reason(gate).equals(first));

            assertThat(reason(gate))
                    .startsWith("running step hotfix: ")
                    .contains(
                            ", forgotten), idle in transaction, transaction open for ", " s: SELECT pg_backend_pid()");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("pid " + pid)
                    .doesNotContain("secret");
            assertThat(scene.gateSessions()).isEqualTo(2);
            writer.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.valid("i")).isEqualTo("t");
        scene.noSessionIsLeft();
    }

    /** Half way it waits until {@code held} is free, and does so as a statement that works, not as one that waits for a lock. */
    private static String longTable(String name) {
        return """
                CREATE TABLE %1$s (id int, name text) WITH (fillfactor = 10);
                INSERT INTO %1$s SELECT n, repeat('x', 900) FROM generate_series(1, 200) n;
                CREATE FUNCTION slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$BEGIN
                    WHILE n > 100 AND EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) LOOP
                        PERFORM pg_sleep(0.05);
                    END LOOP;
                    RETURN n;
                END$$;
                """.formatted(name);
    }

    @Test
    void a_long_build_shows_how_far_it_is() throws Exception {
        scene.database().execute(longTable("long"));
        scene.hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON long (slow(id));");
        showsHowFarItIs(TestGate.withoutPolicy(scene.database().url(), scene.files()), "hotfix", "0001.sql:1", 2);
    }

    /** The session that builds is in a transaction, and Flyway has another one. */
    @Test
    void a_long_build_of_a_migration_does_so_too() throws Exception {
        scene.hotfix("");
        scene.migration("V1__long.sql", longTable("nemo.long") + "CREATE INDEX i ON nemo.long (slow(id));");
        showsHowFarItIs(scene.gate(), "migrate", "V1__long.sql", 4);
    }

    private void showsHowFarItIs(TestGate gate, String step, String place, int sessions) throws Exception {
        try (LogCapture log = LogCapture.of(BuildProgress.class);
                Connection held = scene.holding("SELECT pg_advisory_xact_lock(4711)")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> reason(gate)
                    .matches("running step " + step + ": .*" + place + " builds index [\\w. ]+: building index:"
                            + " scanning table, [1-9]\\d? %"));
            assertThat(gate.reconciler.passes().progress())
                    .hasValueSatisfying(now -> assertThat(now.percent()).isBetween(1, 99));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(place + " index=", " phase=\"building index: scanning table\" percent=");
            assertThat(scene.gateSessions()).isLessThanOrEqualTo(sessions);
            held.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gate.reconciler.passes().progress()).isEmpty();
    }

    @Test
    void a_reader_with_an_old_snapshot_is_named() throws Exception {
        TestGate gate = scene.gate();
        try (Connection reader = scene.holding("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; TABLE other")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> reason(gate).contains(", forgotten), idle in transaction, transaction open for "));

            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.valid("i")).isEqualTo("t");
    }

    @Test
    void the_deadline_ends_the_wait_and_the_next_start_builds() throws Exception {
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1, 'a')")) {
            Deadlines.enough(Duration.ofSeconds(4), deadline -> assertThatThrownBy(
                            scene.gate("gate.sequence.deadline", deadline)::runOnce)
                    .isInstanceOf(SequenceException.class)
                    .hasMessageContaining("[HF204] ")
                    .hasMessageContaining("not done by gate.sequence.deadline; in the way: pid " + pid(writer)));
        }

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.valid("i")).isEqualTo("t");
        assertThat(scene.indexes("t")).isEqualTo(2);
    }

    @Test
    void a_build_of_somebody_else_is_waited_for_and_kept() throws Exception {
        TestGate gate = scene.gate();
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1, 'a')")) {
            CompletableFuture<Void> build =
                    Background.run(() -> scene.database().execute("CREATE INDEX CONCURRENTLY i ON t (name)"));
            await().until(() -> "f".equals(scene.valid("i")));
            String index = scene.database().value("SELECT 'i'::regclass::oid");
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> reason(gate).contains("CREATE INDEX CONCURRENTLY i ON t"));
            writer.rollback();

            build.get(60, TimeUnit.SECONDS);
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(scene.database().value("SELECT 'i'::regclass::oid")).isEqualTo(index);
        }
        assertThat(scene.valid("i")).isEqualTo("t");
        assertThat(scene.gate().runOnce().ready()).isTrue();
        assertThat(gate.counters.applied()).isZero();
    }

    private static String reason(TestGate gate) {
        return gate.gate.state().reason();
    }

    private static String pid(Connection session) throws SQLException {
        try (var row = session.createStatement().executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }
}
