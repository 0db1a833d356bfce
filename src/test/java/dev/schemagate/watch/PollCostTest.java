package dev.schemagate.watch;

import java.sql.Connection;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gate that has nothing to say asks of the server, counted by the server. */
@EveryVersion
class PollCostTest extends WatchedDatabase {

    @Test
    void an_idle_turn_is_one_statement() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        TestGate gate = gate("web-1", "gate.pod-heartbeat", "1h");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            // A rotation of the log in the middle costs more, as a canary does, so not every round is one of idle
            // turns.
            soon().untilAsserted(() -> assertThat(statementsOf(20, gate)).isEqualTo("20 in 1 form"));
        }
    }

    @Test
    void an_idle_turn_of_a_gate_for_which_another_reads_is_one_statement_too() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        // Nobody takes the place of one that polls so seldom.
        TestGate reader = gate("web-0", "gate.watch.every", "20s", "gate.pod-heartbeat", "1h");
        turn(reader);
        TestGate gate = gate("web-1", "gate.pod-heartbeat", "1h", "gate.watch.scope", "database");
        turn(gate);
        assertThat(gate.watch.status().sources().get(0).reason()).contains("through pod web-0");
        soon().untilAsserted(() -> assertThat(statementsOf(20, gate)).isEqualTo("20 in 1 form"));
        System.out.println("a follower's poll: "
                + server.query(
                        "postgres",
                        "SELECT round((total_exec_time / calls)::numeric, 3) || ' ms' FROM pg_stat_statements"
                                + " WHERE query LIKE '%log_source s ON%' ORDER BY calls DESC LIMIT 1"));
    }

    @Test
    void a_heartbeat_and_the_positions_are_one_more() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        TestGate gate = gate("web-1", "gate.pod-heartbeat", "PT0.000001S");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            soon().untilAsserted(() -> assertThat(statementsOf(20, gate)).isEqualTo("40 in 2 form"));
        }
    }

    /** One that makes the session ready, one that asks for a slot in the same round trip, and the poll. */
    @Test
    void a_turn_without_a_session_of_its_own_is_three() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        TestGate holder =
                gate("web-0", "gate.watch.every", "20s", "gate.pod-heartbeat", "1h", "gate.database.sessions", "1");
        turn(holder);
        TestGate gate = gate(
                "web-1",
                "gate.pod-heartbeat",
                "1h",
                "gate.watch.scope",
                "database",
                "gate.database.sessions",
                "1",
                // A canary is due so seldom that a slow machine has 20 turns between two.
                "gate.watch.window",
                "60s");
        turn(gate);
        assertThat(gate.sessions.kept()).isFalse();
        soon().untilAsserted(() -> assertThat(statementsOf(20, gate)).isEqualTo("60 in 3 form"));
    }

    private String statementsOf(int turns, TestGate gate) {
        server.execute("postgres", "SELECT pg_stat_statements_reset()");
        for (int i = 0; i < turns; i++) {
            turn(gate);
        }
        return server.query(
                "postgres",
                "SELECT sum(calls) || ' in ' || count(*) || ' form' FROM pg_stat_statements"
                        + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '" + database + "')");
    }

    @Test
    void a_change_of_the_configuration_is_seen_by_the_next_turn_but_one() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            server.execute(database, "ALTER DATABASE " + database + " SET log_min_messages = 'fatal'");
            turn(gate, gate);

            assertThat(gate.gate.state().code()).isEqualTo("errors-filtered");
        }
    }
}
