package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.db.TestDatabases;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.testing.LogCapture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Reasons, retries, deadlines and states, with steps that need no database and a clock that needs no time. */
class ReconcilerTest {

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Gate gate = new Gate(Clock.systemUTC());
    private final FakeClock clock = new FakeClock();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final AtomicReference<String> inputs = new AtomicReference<>("");
    private Duration took = Duration.ZERO;

    /** A step that fails as often as there are failures for it. */
    private record Scripted(String name, ReconcilerTest test) implements Step {
        @Override
        public Prepared prepare(Pass pass) {
            test.ran.add("prepare " + name);
            return () -> {
                test.ran.add(name);
                if (name.equals("migrate")) {
                    test.clock.pass(test.took);
                    if (!test.failures.isEmpty()) {
                        throw test.failures.pop();
                    }
                }
                return StepResult.nothingToDo("fine");
            };
        }

        @Override
        public String inputs() {
            return name.equals("migrate") ? test.inputs.get() : "";
        }
    }

    private static final class Away extends GateException {
        Away() {
            super(ErrorCode.DB001, Retry.TRANSIENT, "away", null);
        }
    }

    private Reconciler reconciler() {
        return reconciler(clock);
    }

    private Reconciler reconciler(MonotonicClock time) {
        List<Step> steps =
                List.of(new Scripted("preflight", this), new Scripted("migrate", this), new Scripted("hotfix", this));
        return new Reconciler(
                new Pipeline(steps, Clock.systemUTC()),
                TestDatabases.unreachable(),
                Opening.ALWAYS,
                gate,
                new Reconciler.Timing(DEADLINE, RETRY, Duration.ofMillis(50)),
                time,
                Clock.systemUTC(),
                new SplittableRandom(1));
    }

    @Test
    void prepares_all_steps_before_it_runs_any_and_opens_the_gate() throws Exception {
        reconciler().untilReady(false);

        assertThat(ran)
                .containsExactly(
                        "prepare preflight", "prepare migrate", "prepare hotfix", "preflight", "migrate", "hotfix");
        assertThat(gate.state()).isInstanceOf(GateState.Probation.class);
        assertThat(gate.started()).isTrue();
    }

    @Test
    void a_transient_failure_starts_over_and_is_forgotten() throws Exception {
        failures.add(new Away());
        Reconciler reconciler = reconciler();

        reconciler.untilReady(false);

        assertThat(ran).filteredOn("migrate"::equals).hasSize(2);
        assertThat(reconciler.passes().runs(RunOutcome.TRANSIENT)).isEqualTo(1);
        assertThat(reconciler.passes().runs(RunOutcome.COMPLETED)).isEqualTo(1);
    }

    @Test
    void a_permanent_failure_is_tried_again_after_the_retry_interval() throws Exception {
        failures.add(ConfigurationException.of("X", "wrong"));

        reconciler().untilReady(false);

        assertThat(clock.nanos())
                .isBetween(RETRY.toNanos(), RETRY.plusSeconds(1).toNanos());
    }

    @Test
    void a_permanent_failure_is_tried_again_when_a_file_changes() throws Exception {
        failures.add(ConfigurationException.of("X", "wrong"));
        MonotonicClock changing = new MonotonicClock() {
            @Override
            public long nanos() {
                return clock.nanos();
            }

            @Override
            public void sleep(Duration pause) {
                clock.sleep(pause);
                inputs.set("changed");
            }
        };

        reconciler(changing).untilReady(false);

        assertThat(clock.nanos()).isLessThan(Duration.ofSeconds(2).toNanos());
        assertThat(gate.state().ready()).isTrue();
    }

    @Test
    void a_permanent_failure_ends_a_one_shot_run_with_its_own_code() {
        failures.add(ConfigurationException.of("X", "wrong"));

        assertThatThrownBy(() -> reconciler().untilReady(true))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CF001));
        assertThat(gate.state()).isInstanceOf(GateState.Failed.class);
    }

    @Test
    void at_the_deadline_it_ends_with_the_last_reason() {
        for (int i = 0; i < 10_000; i++) {
            failures.add(new Away());
        }

        assertThatThrownBy(() -> reconciler().untilReady(false))
                .isInstanceOfSatisfying(
                        SequenceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SQ001))
                .hasMessageContaining("[DB001] away");
        assertThat(clock.nanos())
                .isBetween(DEADLINE.toNanos(), DEADLINE.plusSeconds(1).toNanos());
        assertThat(gate.state()).isInstanceOf(GateState.Backoff.class);
        assertThat(gate.started()).isFalse();
    }

    @Test
    void a_failure_nobody_thought_of_is_reported_counted_and_tried_again() throws Exception {
        failures.add(new IllegalStateException("a defect"));
        Reconciler reconciler = reconciler();

        try (LogCapture log = LogCapture.of(UnexpectedException.class)) {
            reconciler.untilReady(false);

            assertThat(log.lines()).singleElement().asString().contains("SQ003", "step migrate");
        }
        assertThat(reconciler.passes().runs(RunOutcome.UNEXPECTED)).isEqualTo(1);
        assertThat(gate.state().ready()).isTrue();
    }

    @Test
    void a_failure_nobody_thought_of_does_not_end_the_loop() throws Exception {
        Reconciler reconciler = reconciler(MonotonicClock.SYSTEM);
        reconciler.untilReady(false);
        failures.add(new IllegalStateException("a defect"));
        Thread loop = new Thread(reconciler);
        loop.start();
        try {
            reconciler.ask(Reason.REVOKED);
            await().until(() -> reconciler.passes().runs(RunOutcome.UNEXPECTED) == 1);
            long completed = reconciler.passes().runs(RunOutcome.COMPLETED);
            reconciler.ask(Reason.REVOKED);

            await().until(() -> reconciler.passes().runs(RunOutcome.COMPLETED) == completed + 1);
        } finally {
            loop.interrupt();
        }
        assertThat(reconciler.passes().outcome()).isEqualTo("the sequence completed");
    }

    @Test
    void a_later_pass_changes_reports_and_no_state() throws Exception {
        Reconciler reconciler = reconciler();
        reconciler.untilReady(false);
        GateState opened = gate.state();
        failures.add(new Away());

        reconciler.reconcile(Reason.REVOKED);

        assertThat(gate.state()).isSameAs(opened);
        assertThat(reconciler.passes().outcome()).isEqualTo("the sequence failed: [DB001] away");
    }

    @Test
    void a_later_pass_has_a_deadline_of_its_own() throws Exception {
        Reconciler reconciler = reconciler();
        reconciler.untilReady(false);
        clock.pass(DEADLINE.multipliedBy(2));

        assertThat(reconciler.reconcile(Reason.FILES_CHANGED)).isEmpty();
    }

    @Test
    void a_recheck_looks_at_the_hotfixes_only_and_says_nothing_where_nothing_is_to_be_done() throws Exception {
        Reconciler reconciler = reconciler();
        reconciler.untilReady(false);
        ran.clear();

        try (LogCapture log = LogCapture.of(Pipeline.class)) {
            reconciler.reconcile(Reason.RECHECK);

            assertThat(log.lines()).isEmpty();
        }
        assertThat(ran).containsExactly("prepare hotfix", "hotfix");
    }

    @Test
    void rechecks_are_spread_over_a_fifth_of_the_interval_on_either_side() {
        SplittableRandom random = new SplittableRandom(1);

        LongSummaryStatistics pauses = LongStream.generate(() ->
                        Reconciler.jittered(Duration.ofSeconds(30), random).toMillis())
                .limit(10_000)
                .summaryStatistics();

        assertThat(pauses.getMin()).isBetween(24_000L, 24_100L);
        assertThat(pauses.getMax()).isBetween(35_900L, 36_000L);
        assertThat(pauses.getAverage()).isBetween(29_800.0, 30_200.0);
    }
}
