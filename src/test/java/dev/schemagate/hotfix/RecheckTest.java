package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Hotfixes that are taken away again, and new ones, after the gate has opened. */
@Timeout(120)
class RecheckTest {

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() throws IOException {
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        hotfix("0001.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
    }

    @Test
    void brings_back_what_another_engine_dropped_counts_it_and_announces_it() throws Exception {
        TestGate gate = TestGate.on(database.url(), files);
        gate.runOnce();
        gate.recheck.look();
        assertThat(gate.counters.undone()).isZero();
        try (var listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");
            database.execute("ALTER TABLE t DROP COLUMN a");

            gate.recheck.look();

            assertThat(database.hasColumn("public", "t", "a")).isTrue();
            assertThat(gate.counters.undone()).isEqualTo(1);
            assertThat(listener.unwrap(PGConnection.class).getNotifications(5_000))
                    .hasSize(1);
        }
        assertThat(gate.gate.state().ready()).isTrue();
    }

    @Test
    void knows_from_the_ledger_what_was_there_before_this_process() throws Exception {
        TestGate.on(database.url(), files).runOnce();
        database.execute("ALTER TABLE t DROP COLUMN a");
        TestGate gate = TestGate.on(database.url(), files);

        gate.runOnce();

        assertThat(gate.counters.undone()).isEqualTo(1);
    }

    @Test
    void applies_a_hotfix_that_is_mounted_later() throws Exception {
        TestGate gate = TestGate.on(database.url(), files);
        gate.runOnce();
        hotfix("0002.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        gate.recheck.look();

        assertThat(database.hasColumn("public", "t", "b")).isTrue();
        assertThat(gate.counters.undone()).isZero();
    }

    @Test
    void only_one_of_many_gates_brings_it_back() throws Exception {
        List<TestGate> gates = IntStream.range(0, 6)
                .mapToObj(i -> TestGate.on(database.url(), files, "gate.pod", "web-" + i))
                .toList();
        for (TestGate gate : gates) {
            gate.runOnce();
        }
        database.execute("ALTER TABLE t DROP COLUMN a");

        gates.parallelStream().forEach(RecheckTest::look);

        assertThat(gates.stream().mapToLong(g -> g.counters.undone()).sum()).isEqualTo(1);
        assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("2");
    }

    private static void look(TestGate gate) {
        try {
            gate.recheck.look();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hotfix(String name, String sql) throws IOException {
        Files.writeString(Files.createDirectories(files.resolve("hotfixes")).resolve(name), sql);
    }
}
