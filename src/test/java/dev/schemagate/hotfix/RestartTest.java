package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.testing.RestartableServer;
import dev.schemagate.testing.RestartableServer.Stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** PostgreSQL restarts, in order or by a crash, while one gate replays and others wait for it, or while all look. */
class RestartTest {

    private static final RestartableServer SERVER = new RestartableServer();

    @TempDir
    Path files;

    private Scene scene;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void createDatabase() {
        scene = Scene.in(files, SERVER.newDatabase(), "CREATE TABLE t (id int PRIMARY KEY, name text)");
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
    }

    @Test
    void away_for_some_turns_of_a_gate_that_has_a_session_and_of_one_that_has_none() throws Exception {
        List<TestGate> gates = Stream.of("web-0", "web-1")
                .map(pod -> scene.gate(
                        "gate.pod",
                        pod,
                        "gate.watch.sources",
                        "",
                        "gate.pod-heartbeat",
                        "1s",
                        "gate.database.sessions",
                        "1"))
                .toList();
        for (TestGate gate : gates) {
            gate.runOnce();
        }
        turn(gates);
        assertThat(gates).extracting(gate -> gate.sessions.kept()).containsExactlyInAnyOrder(true, false);

        SERVER.stop();
        try {
            await().until(() -> {
                turn(gates);
                return gates.stream()
                        .noneMatch(gate -> gate.sessions.connectivity().reachable());
            });

            assertThat(gates).allSatisfy(gate -> {
                assertThat(gate.sessions.kept()).isFalse();
                assertThat(gate.gate.state().ready()).isTrue();
            });
        } finally {
            SERVER.start();
        }
        await().until(() -> {
            turn(gates);
            return gates.stream()
                    .allMatch(gate -> gate.sessions.connectivity().reachable()
                            && gate.heartbeat.peers().size() == 1);
        });
        assertThat(gates).extracting(gate -> gate.sessions.kept()).containsExactlyInAnyOrder(true, false);
        await().until(() -> scene.gateSessions() == 1);
    }

    private static void turn(List<TestGate> gates) {
        gates.forEach(gate -> gate.watch.turn());
    }

    @ParameterizedTest
    @EnumSource
    void in_the_middle_of_a_statement(Stop how) throws Exception {
        scene.hotfix("DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; PERFORM pg_sleep(3); END $$;");
        List<CompletableFuture<Boolean>> gates = startGates();
        await().until(() -> scene.running("PERFORM pg_sleep"));

        SERVER.restart(how);

        assertThat(scene.database().hasColumn("public", "t", "a"))
                .isEqualTo(scene.database().value("SELECT 1 FROM schema_gate.hotfix") != null);
        allFinish(gates);
        assertThat(scene.database().hasColumn("public", "t", "a")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void in_the_middle_of_a_concurrent_build(Stop how) throws Exception {
        scene.hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");
        List<CompletableFuture<Boolean>> gates;
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1, 'a')")) {
            gates = startGates();
            await().until(() -> "f".equals(scene.valid("i")));

            SERVER.restart(how);
            assertThat(writer.isValid(1)).isFalse();
        }
        allFinish(gates);
        assertThat(scene.valid("i")).isEqualTo("t");
        assertThat(scene.indexes("t")).isEqualTo(2);
    }

    @Test
    void a_prepared_transaction_that_outlives_it_is_named() throws Exception {
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1, 'a')")) {
            writer.createStatement().execute("PREPARE TRANSACTION 'forgotten'");
        }
        SERVER.restart(Stop.FAST);
        TestGate gate = scene.gate();
        CompletableFuture<Boolean> ready = gate.start();

        await().until(() ->
                gate.gate.state().reason().contains("waits for a prepared transaction (pg_prepared_xacts)"));

        scene.database().execute("ROLLBACK PREPARED 'forgotten'");
        assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private List<CompletableFuture<Boolean>> startGates() {
        return IntStream.range(0, 3)
                .mapToObj(i -> TestGate.withoutPolicy(scene.database().url(), files, "gate.pod", "web-" + i)
                        .start())
                .toList();
    }

    private void allFinish(List<CompletableFuture<Boolean>> gates) throws Exception {
        for (CompletableFuture<Boolean> gate : gates) {
            assertThat(gate.get(90, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.database().value("SELECT count(*) FROM schema_gate.hotfix"))
                .isEqualTo("1");
        assertThat(scene.database().value("SELECT count(*) FROM nemo.flyway_schema_history WHERE version = '1'"))
                .isEqualTo("1");
        await().until(() -> scene.advisoryLocks() == 0 && scene.gateSessions() == 0);
    }
}
