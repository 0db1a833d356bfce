package dev.schemagate.pod;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.AnswerLimit;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Gates on a database share its connections, and leave them to the app. */
@EveryVersion
class SessionsTest {

    private static final int SLOTS = 3;

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY)");

    private String url;

    @Test
    void all_gates_together_hold_as_many_sessions_as_they_may() throws Exception {
        List<TestGate> gates = gates(SLOTS + 5);

        turn(gates);
        turn(gates);

        assertThat(kept(gates)).isEqualTo(SLOTS);
        soon().until(() -> scene.gateSessions() == SLOTS);
        assertThat(gates).allSatisfy(gate -> {
            assertThat(gate.sessions.connectivity().reachable()).isTrue();
            assertThat(gate.heartbeat.peers()).hasSize(SLOTS + 4);
        });
    }

    /** So that a server that has stopped, or a network that swallows packets, ends what was verified. */
    @Test
    void a_session_of_the_watch_waits_for_an_answer_as_long_as_polls_may_take_and_that_of_a_step_for_its_deadline()
            throws Exception {
        TestGate gate = gates(1).get(0);

        assertThat(gate.sessions.take().orElseThrow().getNetworkTimeout()).isEqualTo((int)
                AnswerLimit.within(gate.config.watch().window()).time().toMillis());
        try (Connection session = gate.database.open()) {
            assertThat(session.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void the_slot_of_a_session_that_is_killed_is_taken_by_another() throws Exception {
        List<TestGate> gates = gates(SLOTS + 1);
        turn(gates);
        TestGate without =
                gates.stream().filter(g -> !g.sessions.kept()).findFirst().orElseThrow();
        assertThat(without.sessions.pause()).isEqualTo(Duration.ofSeconds(5));

        scene.database()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND classid = " + Slots.LOCKS
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                        + " LIMIT 1");

        soon().until(() -> {
            without.watch.turn();
            return without.sessions.kept();
        });
        soon().until(() -> {
            turn(gates);
            return kept(gates) == SLOTS && scene.gateSessions() == SLOTS;
        });
    }

    @Test
    void a_gate_that_ends_says_so_without_a_session_of_its_own() throws Exception {
        List<TestGate> gates = gates(SLOTS + 1);
        turn(gates);
        TestGate without =
                gates.stream().filter(g -> !g.sessions.kept()).findFirst().orElseThrow();

        without.heartbeat.leave();

        assertThat(scene.database().value("SELECT count(*) FROM schema_gate.pod WHERE state = 'stopped' AND NOT ready"))
                .isEqualTo("1");
        soon().until(() -> scene.gateSessions() == SLOTS);
    }

    @Test
    void the_more_gates_there_are_the_more_seldom_one_without_a_session_connects() {
        Sessions sessions = scene.gate("gate.watch.every", "1s").sessions;
        sessions.gates(12);
        assertThat(sessions.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(sessions.delay()).isZero();

        sessions.gates(120);

        assertThat(sessions.pause()).isBetween(Duration.ofSeconds(6), Duration.ofMillis(7_200));
        assertThat(sessions.delay()).isLessThanOrEqualTo(Duration.ofSeconds(6));
        assertThat(sessions.share()).isEqualTo(new Sessions.Share(false, 7.2));
    }

    @Test
    void a_role_with_a_limit_of_5_is_enough_for_a_migration_and_a_hotfix_of_many_gates() throws Exception {
        limited(5);
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        List<TestGate> gates =
                IntStream.range(0, 8).mapToObj(i -> gate("web-" + i)).toList();

        List<CompletableFuture<Boolean>> starts =
                gates.stream().map(TestGate::start).toList();

        for (CompletableFuture<Boolean> start : starts) {
            assertThat(start.get(100, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(
                        scene.database()
                                .value(
                                        "SELECT (SELECT count(*) FROM schema_gate.hotfix) || ' '"
                                                + " || (SELECT count(*) FROM nemo.flyway_schema_history WHERE success AND version IS NOT NULL)"))
                .isEqualTo("1 2");
        turn(gates);
        assertThat(kept(gates)).isEqualTo(1);
    }

    @Test
    void a_full_role_is_a_wait_and_no_outage() throws Exception {
        limited(5);
        TestGate gate = gate("web-0");
        gate.runOnce();
        gate.watch.turn();
        assertThat(gate.sessions.kept()).isTrue();
        String role = "ALTER ROLE limited_" + scene.database().name() + " CONNECTION LIMIT ";
        scene.database().execute(role + "0");
        scene.database()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'limited_"
                        + scene.database().name() + "'");

        soon().until(() -> {
            gate.watch.turn();
            return !gate.sessions.kept();
        });
        gate.watch.turn();
        assertThat(gate.sessions.reason()).contains("too many connections for role");
        assertThat(gate.gate.state().ready()).isTrue();
        CompletableFuture<Connection> verb = Background.supply(gate.database::open);
        CompletableFuture<Boolean> start = gate("web-1").start();
        soon().until(() -> start.isDone() || !verb.isDone());
        scene.database().execute(role + "5");

        assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
        verb.get(60, TimeUnit.SECONDS).close();
        soon().until(() -> {
            gate.watch.turn();
            return gate.sessions.kept() && gate.sessions.connectivity().reachable();
        });
    }

    @Test
    void a_start_waits_outside_while_there_are_too_many_sessions_of_gates() throws Exception {
        scene.gate().runOnce();
        List<Connection> others = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                others.add(scene.gate().database.open());
            }
            TestGate gate = scene.gate("gate.database.sessions", "1");
            CompletableFuture<Boolean> start = gate.start();
            soon().until(() -> gate.gate.state().reason().contains("2 sessions of gates"));
            soon().until(() -> scene.gateSessions() == 2);
            assertThat(start).isNotDone();

            others.remove(0).close();

            assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            for (Connection other : others) {
                other.close();
            }
        }
    }

    private void limited(int connections) {
        url = scene.database().urlOfNewRole("limited");
        String role = "limited_" + scene.database().name();
        scene.database()
                .execute("ALTER ROLE " + role + " CONNECTION LIMIT " + connections
                        + "; ALTER TABLE t OWNER TO " + role + "; GRANT CREATE ON SCHEMA public TO " + role
                        + "; GRANT CREATE ON DATABASE " + scene.database().name() + " TO " + role);
    }

    private TestGate gate(String pod) {
        String[] settings = {"gate.pod", pod, "gate.watch.sources", "", "gate.database.sessions", String.valueOf(SLOTS)
        };
        return url == null ? scene.gate(settings) : TestGate.on(url, scene.files(), settings);
    }

    private List<TestGate> gates(int number) throws Exception {
        List<TestGate> gates = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            TestGate gate = gate("web-" + i);
            gate.runOnce();
            gates.add(gate);
        }
        return gates;
    }

    private static void turn(List<TestGate> gates) {
        gates.forEach(gate -> gate.watch.turn());
    }

    private static long kept(List<TestGate> gates) {
        return gates.stream().filter(gate -> gate.sessions.kept()).count();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(50));
    }
}
