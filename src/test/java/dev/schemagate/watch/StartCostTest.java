package dev.schemagate.watch;

import java.sql.Connection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start that finds everything in place asks of the server, counted by the server: with a native program most of its time are
 * these round trips, before the app may start. A line of the log that comes late or a rotation costs more, so not every start
 * is as cheap.
 */
@EveryVersion
class StartCostTest extends WatchedDatabase {

    private int pods;

    @BeforeEach
    void counted() throws Exception {
        server.execute("postgres", "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        gate("web-0");
    }

    @Test
    void a_satisfied_start_with_its_first_look_is_16_statements() {
        soon().untilAsserted(() -> assertThat(statementsOf("web-" + ++pods)).isEqualTo(16));
    }

    @Test
    void a_restart_that_reads_for_all_again_is_15() {
        soon().untilAsserted(() -> {
            gate("web-" + ++pods);
            assertThat(statementsOf("web-" + pods)).isEqualTo(15);
        });
    }

    @Test
    void a_start_that_watches_nothing_is_10() throws Exception {
        assertThat(statementsOf("web-1", "gate.watch.sources", "")).isEqualTo(10);
    }

    /** Of a pod whose app has a session, so that nothing is left to wait for. */
    private int statementsOf(String pod, String... settings) throws Exception {
        try (Connection app = server.connect(database, pod)) {
            assertThat(app.isValid(1)).isTrue();
            server.execute("postgres", "SELECT pg_stat_statements_reset()");
            assertThat(gate(pod, settings).gate.state().ready()).isTrue();
            return Integer.parseInt(server.query(
                    "postgres",
                    "SELECT sum(calls) FROM pg_stat_statements"
                            + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '" + database + "')"));
        }
    }
}
