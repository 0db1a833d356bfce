package dev.schemagate.watch;

import java.sql.Connection;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gate that has nothing to say asks of the server, counted by the server. */
class PollCostTest extends WatchedDatabase {

    private static final String STATE = "SELECT concat((SELECT id FROM schema_gate.canary), '|', (SELECT beat_at FROM"
            + " schema_gate.pod), '|', (SELECT read_at FROM schema_gate.watch))";

    @Test
    void a_turn_is_one_statement_with_heartbeat_positions_and_canary_in_it() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        TestGate gate = gate("web-1", "gate.pod-heartbeat", "1ms", "gate.watch.window", "1s");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            String[] before = server.query(database, STATE).split("\\|");
            server.execute("postgres", "SELECT pg_stat_statements_reset()");
            int[] turns = new int[1];
            soon().until(() -> {
                turn(gate);
                return ++turns[0] == 20;
            });
            String calls = server.query(
                    "postgres",
                    "SELECT sum(calls) FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '"
                            + database + "')");

            assertThat(calls).isEqualTo("20");
            assertThat(server.query(database, STATE).split("\\|")).doesNotContain(before);
            assertThat(gate.gate.state().name()).isEqualTo("verified");
        }
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
