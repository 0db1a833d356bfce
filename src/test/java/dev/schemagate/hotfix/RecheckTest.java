package dev.schemagate.hotfix;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hotfixes that are taken away again, and new ones, after the gate has opened. */
class RecheckTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
    }

    @Test
    void brings_back_what_another_engine_dropped_counts_it_and_announces_it() throws Exception {
        TestGate gate = scene.gate();
        gate.runOnce();
        gate.recheck();
        assertThat(gate.counters.undone()).isZero();
        try (var listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");
            database.execute("ALTER TABLE t DROP COLUMN a");

            gate.recheck();

            assertThat(database.hasColumn("public", "t", "a")).isTrue();
            assertThat(gate.counters.undone()).isEqualTo(1);
            assertThat(listener.unwrap(PGConnection.class).getNotifications(5_000))
                    .hasSize(1);
        }
        assertThat(gate.gate.state().ready()).isTrue();
    }

    @Test
    void knows_from_the_ledger_what_was_there_before_this_process() throws Exception {
        scene.gate().runOnce();
        database.execute("ALTER TABLE t DROP COLUMN a");
        TestGate gate = scene.gate();

        gate.runOnce();

        assertThat(gate.counters.undone()).isEqualTo(1);
    }

    @Test
    void applies_a_hotfix_that_is_mounted_later() throws Exception {
        TestGate gate = scene.gate();
        gate.runOnce();
        scene.hotfix("0002.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        gate.recheck();

        assertThat(database.hasColumn("public", "t", "b")).isTrue();
        assertThat(gate.counters.undone()).isZero();
    }

    @Test
    void only_one_of_many_gates_brings_it_back() throws Exception {
        List<TestGate> gates = IntStream.range(0, 6)
                .mapToObj(i -> scene.gate("gate.pod", "web-" + i))
                .toList();
        for (TestGate gate : gates) {
            gate.runOnce();
        }
        database.execute("ALTER TABLE t DROP COLUMN a");

        Background.forEach(gates, RecheckTest::look);

        assertThat(gates.stream().mapToLong(g -> g.counters.undone()).sum()).isEqualTo(1);
        assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("2");
    }

    private static void look(TestGate gate) {
        try {
            gate.recheck();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_loops_of_several_gates_bring_it_back_once_each_time_it_is_dropped() throws Exception {
        List<TestGate> gates = IntStream.range(0, 3)
                .mapToObj(i -> scene.gate("gate.pod", "web-" + i, "gate.hotfix.recheck", "500ms"))
                .toList();
        for (TestGate gate : gates) {
            gate.runOnce();
        }
        List<TestGate.Loop> loops = gates.stream().map(TestGate::reconciling).toList();
        try {
            for (int dropped = 1; dropped <= 3; dropped++) {
                database.execute("ALTER TABLE t DROP COLUMN a");

                await().until(() -> database.hasColumn("public", "t", "a"));

                assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix"))
                        .isEqualTo(String.valueOf(1 + dropped));
            }
            assertThat(gates.stream().mapToLong(g -> g.counters.undone()).sum()).isEqualTo(3);
        } finally {
            loops.forEach(TestGate.Loop::close);
        }
    }
}
