package dev.schemagate.watch;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;

import static org.assertj.core.api.Assertions.assertThat;

/** A question that is not answered is no data: what hangs, waits for a lock or is cut off looks the same. */
class HungPollTest extends WatchedDatabase {

    @Test
    void what_was_verified_is_not_while_the_server_does_not_answer() throws Exception {
        TestGate gate = gate("web-1");
        AtomicBoolean enough = new AtomicBoolean();
        try (Connection app = server.connect(database, "web-1");
                Connection locker = server.connect(database, "somebody")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            locker.setAutoCommit(false);
            locker.createStatement().execute("LOCK TABLE schema_gate.canary");
            CompletableFuture<Void> turns = Background.run(() -> {
                while (!enough.get()) {
                    turn(gate);
                }
            });
            soon().until(() -> !is(gate, "verified"));
            assertThat(gate.gate.state().ready()).isTrue();
            locker.rollback();
            soon().until(() -> is(gate, "verified"));
            enough.set(true);
            turns.join();
        }
    }

    /** As while the process is frozen, or a mounted file hangs. */
    @Test
    void what_was_verified_is_not_where_nobody_looks_any_more() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            soon().until(() -> is(gate, "no-data"));

            turnUntil("verified", gate);
        }
    }
}
