package dev.schemagate.pod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.readiness.Transition;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What a pod was in lately outlives its process, and is not more than somebody reads. */
class TransitionsTest {

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = PostgresServer.shared().newDatabase();
    }

    private TestGate gate(String... settings) {
        return TestGate.on(database.url(), files, settings);
    }

    private TestGate ready(String pod) throws Exception {
        TestGate gate = gate("gate.pod", pod, "gate.watch.sources", "");
        gate.runOnce();
        return gate;
    }

    private static List<String> states(TestGate gate) {
        return gate.heartbeat.transitions().stream().map(Transition::state).toList();
    }

    private static void probation(TestGate gate, String code, String reason) {
        gate.gate.transition((state, now) -> ((GateState.Probation) state).because(code, reason));
    }

    @Test
    void a_restarted_gate_tells_of_those_before_it() throws Exception {
        TestGate first = ready("a");
        first.heartbeat.beat();
        first.heartbeat.leave();

        TestGate second = ready("a");
        second.heartbeat.beat();

        assertThat(states(second)).containsExactly("probation", "waiting", "stopped", "probation", "waiting");
        assertThat(second.heartbeat.transitions())
                .extracting(Transition::reason)
                .contains("the process was asked to stop", "the process began");
        assertThat(states(ready("b"))).containsExactly("probation", "waiting");
    }

    @Test
    void a_start_writes_none_and_a_beat_only_what_is_new() throws Exception {
        TestGate gate = ready("a");
        assertThat(database.value("SELECT count(*) FROM schema_gate.transition"))
                .isEqualTo("0");

        gate.heartbeat.beat();
        gate.heartbeat.beat();
        String first = database.value("SELECT string_agg(xmin::text, ' ') FROM schema_gate.transition");
        gate.heartbeat.beat();

        assertThat(database.value("SELECT string_agg(xmin::text, ' ') FROM schema_gate.transition"))
                .isEqualTo(first);
    }

    @Test
    void of_a_pod_that_changes_all_the_time_the_last_are_kept() throws Exception {
        TestGate gate = ready("a");
        for (int beat = 0; beat < 10; beat++) {
            for (int change = 0; change < 9; change++) {
                probation(gate, "code-" + beat + change, "x".repeat(1_000));
            }
            gate.heartbeat.beat();
        }

        assertThat(database.value("SELECT count(*) <= 40 AND max(code) = 'code-98' AND max(length(reason)) <= 501"
                        + " FROM schema_gate.transition"))
                .isEqualTo("t");
        assertThat(gate.heartbeat.transitions()).hasSize(Gate.REMEMBERED);
    }

    @Test
    void what_happened_while_the_database_was_away_is_written_when_it_is_back() throws Exception {
        TestGate gate = ready("a");
        gate.heartbeat.beat();
        database.execute("ALTER TABLE schema_gate.pod RENAME TO away");
        probation(gate, "no-data", "nul \0 and half \uD83D");
        assertThat(gate.heartbeat.beat()).isFalse();
        gate.sessions.release();

        database.execute("ALTER TABLE schema_gate.away RENAME TO pod");

        assertThat(gate.heartbeat.beat()).isTrue();
        assertThat(database.value("SELECT reason FROM schema_gate.transition WHERE code = 'no-data'"))
                .startsWith("nul   and half ");
    }

    @Test
    void a_record_that_cannot_be_kept_stops_nothing() throws Exception {
        TestGate gate = ready("a");
        database.execute("ALTER TABLE schema_gate.transition DROP COLUMN reason");

        assertThat(gate.heartbeat.beat()).isTrue();
        assertThat(gate.heartbeat.beat()).isTrue();
        assertThat(states(gate)).containsExactly("probation", "waiting");
    }

    @Test
    void of_a_process_that_was_never_ready_the_next_one_tells() throws Exception {
        TestGate failing = gate("gate.pod", "a", "gate.watch.sources", "");
        Path hotfix = Files.writeString(
                files.resolve("hotfixes/0001.sql"), "ALTER TABLE nothing ADD COLUMN IF NOT EXISTS x text;");
        failing.assertFails(ErrorCode.HF202, "nothing");
        failing.heartbeat.fail(new Failure());
        Files.delete(hotfix);

        TestGate next = ready("a");
        next.heartbeat.beat();

        assertThat(states(next)).containsExactly("probation", "waiting", "stopped", "failed", "waiting");
    }

    private static final class Failure extends GateException {
        private static final long serialVersionUID = 1L;

        Failure() {
            super(ErrorCode.SQ001, Retry.PERMANENT, "not ready", null);
        }
    }

    @Test
    void what_is_tried_again_and_again_is_told_once() {
        Gate gate = new Gate(Clock.systemUTC());
        for (int tries = 0; tries < 5; tries++) {
            gate.transition((state, now) -> ((GateState.Unopened) state).applying("preflight", "", now));
            gate.transition((state, now) -> ((GateState.Unopened) state).backoff("DB001", "try", now));
        }

        assertThat(gate.past()).extracting(Transition::state).containsExactly("backoff", "waiting");
    }

    @Test
    void the_change_of_another_pod_is_seen() throws Exception {
        TestGate one = ready("a");
        TestGate other = ready("b");
        other.heartbeat.beat();
        one.heartbeat.beat();
        assertThat(one.heartbeat.peers()).singleElement().satisfies(peer -> assertThat(peer.changed())
                .isNull());

        other.heartbeat.leave();
        one.heartbeat.beat();

        assertThat(one.heartbeat.peers()).singleElement().satisfies(peer -> assertThat(peer.changed())
                .isBefore(Instant.now().plusSeconds(60)));
    }

    @Test
    void those_of_pods_that_are_gone_for_a_week_go_too() throws Exception {
        TestGate gate = ready("a");
        for (String pod : new String[] {"gone", "a"}) {
            database.execute("INSERT INTO schema_gate.transition (app, pod, at, revision, state, ready, code, reason)"
                    + " VALUES ('app', '" + pod
                    + "', now() - interval '8 days', 'r', 'verified', true, 'verified', '')");
        }

        gate.heartbeat.beat();

        assertThat(database.value("SELECT string_agg(DISTINCT pod, ' ') FROM schema_gate.transition"))
                .isEqualTo("a");
    }
}
