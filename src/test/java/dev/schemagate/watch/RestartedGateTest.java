package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** A gate that is started again goes on where it was. */
class RestartedGateTest extends WatchedDatabase {

    @Test
    void a_restarted_gate_goes_on_where_it_was() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.quiet", "4s");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("revoked", gate);

            TestGate again = gate("web-1", "gate.watch.quiet", "4s");
            assertThat(again.gate.state().name()).as("before the first poll").isEqualTo("revoked");
            assertThat(again.gate.started()).isTrue();
            again.watch.turn();
            assertThat(again.gate.state().name()).isEqualTo("revoked");
            assertThat(server.query(database, "SELECT ready::text FROM schema_gate.pod WHERE pod = 'web-1'"))
                    .isEqualTo("false");
            turnUntil("probation", again);
            turnFor(Duration.ofSeconds(1), again);
            TestGate third = gate("web-1", "gate.watch.quiet", "4s");
            turnUntil("verified", third);
            assertThat(third.watch.errors("42703", "pod")).as("old errors").isZero();

            LoggingServer.fail(app, "SELECT while_the_gate_was_down");
            TestGate fourth = gate("web-1", "gate.watch.quiet", "4s");
            turnUntil("revoked", fourth);
        }
    }

    @Test
    void a_closed_gate_opens_again_where_nothing_may_close_it_or_the_revision_is_another() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.quiet", "60s");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("watching", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("revoked", gate);
        }
        assertThat(gate("web-1", "gate.watch.quiet", "60s").gate.state().name()).isEqualTo("revoked");
        assertThat(gate("web-1", "gate.watch.on-error", "report").gate.state().ready())
                .isTrue();
        assertThat(gate("web-1", "gate.watch.sources", "").gate.state().ready()).isTrue();
        assertThat(gate("web-1", "gate.revision", "r2").gate.state().ready()).isTrue();
        assertThat(gate("web-2").gate.state().ready()).isTrue();
    }
}
