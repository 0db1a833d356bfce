package dev.schemagate.sequence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.WorkLock;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.Deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A pass ends at its deadline, whatever it waits for. */
class PassTest {

    @TempDir
    Path files;

    @Test
    void what_runs_without_a_limit_of_its_own_is_cancelled() throws Exception {
        TestGate gate = Scene.in(files, "").gate();
        Deadline deadline = MonotonicClock.SYSTEM.in(Duration.ofMillis(100));
        try (Connection other = gate.database.open();
                Pass pass = new Pass(gate.database, deadline, () -> false);
                Statement statement = pass.session().createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));

            assertThat(other.isValid(5)).isTrue();
        }
    }

    @Test
    void another_pod_is_not_waited_for_any_longer() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int)");
        scene.gate().runOnce();
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (Connection other = scene.holding("SELECT pg_advisory_lock(" + WorkLock.KEY + ")")) {
            Deadlines.enough(Duration.ofSeconds(2), deadline -> scene.gate("gate.sequence.deadline", deadline)
                    .assertFails(
                            ErrorCode.SQ001, "[DB010] another pod was still running the sequence at the deadline"));
            other.rollback();
        }
    }

    @Test
    void while_another_pod_is_waited_for_the_state_says_so() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int)");
        scene.gate().runOnce();
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        TestGate gate = scene.gate();
        try (Connection other = scene.holding("SELECT pg_advisory_lock(" + WorkLock.KEY + ")")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() ->
                    gate.gate.state().reason().endsWith(": waits for another pod, which runs the sequence"));

            other.createStatement().execute("SELECT pg_advisory_unlock_all()");
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
