package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.SequenceRunner.Patience;
import dev.schemagate.sequence.SequenceRunner.RunOutcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Retries, patience and states, with steps that need no database. */
@Timeout(30)
class SequenceRunnerTest {

    private static final Patience SHORT = new Patience(Duration.ofMillis(300), Duration.ofHours(1), false);
    private static final Patience LONG = new Patience(Duration.ofMinutes(1), Duration.ofHours(1), false);

    private final Gate gate = new Gate(Clock.systemUTC());
    private final Deque<GateException> failures = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    /** A step that fails as often as there are failures for it. */
    private record Scripted(String name, SequenceRunnerTest test) implements Step {
        @Override
        public StepResult run(Work work) {
            test.ran.add(name);
            if (name.equals("migrate") && !test.failures.isEmpty()) {
                throw test.failures.pop();
            }
            return StepResult.nothingToDo("fine");
        }

        @Override
        public String inputs() {
            return name.equals("migrate") && test.looks.incrementAndGet() > 2 ? "changed" : "";
        }
    }

    private static final class Away extends GateException {
        Away() {
            super(ErrorCode.DB001, Retry.TRANSIENT, "away", null);
        }
    }

    private SequenceRunner runner() {
        List<Step> steps = ReadinessSequence.STEPS.stream()
                .<Step>map(name -> new Scripted(name, this))
                .toList();
        dev.schemagate.db.Database none = dev.schemagate.db.TestDatabases.unreachable();
        return new SequenceRunner(
                new ReadinessSequence(steps, none, Clock.systemUTC()),
                SequenceRunner.Opening.ALWAYS,
                gate,
                Clock.systemUTC(),
                new SplittableRandom(1));
    }

    @Test
    void steps_run_in_their_order_and_open_the_gate() throws Exception {
        SequenceRunner runner = runner();

        runner.runUntilReady(LONG);

        assertThat(ran).containsExactly("preflight", "migrate", "hotfix", "reload", "audit");
        assertThat(gate.state()).isInstanceOf(GateState.Probation.class);
        assertThat(gate.started()).isTrue();
    }

    @Test
    void a_transient_failure_starts_over_and_is_forgotten() throws Exception {
        failures.add(new Away());
        SequenceRunner runner = runner();

        runner.runUntilReady(LONG);

        assertThat(ran).startsWith("preflight", "migrate", "preflight", "migrate");
        assertThat(runner.runs(RunOutcome.TRANSIENT)).isEqualTo(1);
        assertThat(runner.runs(RunOutcome.COMPLETED)).isEqualTo(1);
    }

    @Test
    void a_permanent_failure_is_tried_again_when_a_file_changes() throws Exception {
        failures.add(ConfigurationException.of("X", "wrong"));
        SequenceRunner runner = runner();

        runner.runUntilReady(LONG);

        assertThat(runner.runs(RunOutcome.PERMANENT)).isEqualTo(1);
        assertThat(gate.state().ready()).isTrue();
    }

    @Test
    void a_permanent_failure_ends_a_one_shot_run_with_its_own_code() {
        failures.add(ConfigurationException.of("X", "wrong"));

        assertThatThrownBy(() -> runner().runUntilReady(new Patience(Duration.ofMinutes(1), Duration.ofHours(1), true)))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CF001));
        assertThat(gate.state()).isInstanceOf(GateState.Failed.class);
    }

    @Test
    void at_the_deadline_it_ends_with_the_last_reason() {
        for (int i = 0; i < 100; i++) {
            failures.add(new Away());
        }

        assertThatThrownBy(() -> runner().runUntilReady(SHORT))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQ001))
                .hasMessageContaining("[DB001] away");
        assertThat(gate.state()).isInstanceOf(GateState.Backoff.class);
        assertThat(gate.started()).isFalse();
    }
}
