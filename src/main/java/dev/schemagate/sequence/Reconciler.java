package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.db.Database;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;

/**
 * Brings the schema to what the files say: until the gate opens, and afterwards whenever there is a reason to. One pass at a
 * time, each with a deadline. Nothing that fails in a pass ends the loop.
 *
 * <p>A transient failure is tried again with growing, jittered pauses. A permanent one is tried again when a file changed and
 * every {@code gate.sequence.retry}; a one-shot run ends with it at once, since nobody will change a file under a job.
 */
public final class Reconciler implements Runnable {

    /** How often files are looked at while a person has something to correct. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How often files are looked at while all is well. */
    private static final Duration IDLE_LOOK = Duration.ofSeconds(5);

    private static final String HOTFIX = "hotfix";
    private static final String RELOAD = "reload";
    private static final String AUDIT = "audit";

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /**
     * How long and how often to try.
     *
     * @param deadline of the first opening, and of every pass after it
     * @param retry how long after a permanent failure
     * @param recheck how often the hotfixes are looked at
     */
    public record Timing(Duration deadline, Duration retry, Duration recheck) {}

    private final Pipeline pipeline;
    private final Attempts attempts;
    private final Opening opening;
    private final Gate gate;
    private final Timing timing;
    private final MonotonicClock clock;
    private final Clock wall;
    private final RandomGenerator random;

    private final BlockingQueue<Reason> asked = new LinkedBlockingQueue<>();

    private boolean reloadOwed;

    public Reconciler(
            Pipeline pipeline,
            Database database,
            Opening opening,
            Gate gate,
            Timing timing,
            MonotonicClock clock,
            Clock wall,
            RandomGenerator random) {
        this.pipeline = pipeline;
        this.attempts = new Attempts(pipeline, database, timing.retry(), clock, random);
        this.opening = opening;
        this.gate = gate;
        this.timing = timing;
        this.clock = clock;
        this.wall = wall;
        this.random = random;
    }

    /**
     * Returns when the gate is open.
     *
     * @param oneShot whether a permanent failure is the end
     * @throws SequenceException where it stays shut: deadline passed, or a permanent failure of a one-shot run
     */
    public void untilReady(boolean oneShot) throws InterruptedException {
        Deadline deadline = clock.in(timing.deadline());
        while (true) {
            GateException failure = attempts.pass(deadline, this::open).orElse(null);
            if (failure == null) {
                return;
            }
            boolean permanent = failure.retry() == Retry.PERMANENT;
            transition((state, now) -> permanent
                    ? state.failed(failure.code().name(), failure.getMessage(), now)
                    : state.backoff(failure.code().name(), failure.getMessage(), now));
            if (permanent && oneShot) {
                throw SequenceException.failed(failure);
            }
            pause(deadline, permanent);
            if (deadline.hasPassed()) {
                throw SequenceException.deadline(timing.deadline(), failure);
            }
        }
    }

    private void transition(BiFunction<GateState.Unopened, Instant, GateState> next) {
        gate.transition(
                (state, now) -> state instanceof GateState.Unopened unopened ? next.apply(unopened, now) : state);
    }

    private void open(Pass pass) throws InterruptedException {
        pipeline.run(
                pass,
                attempts.passes()
                        .follow((step, detail) -> transition((state, now) -> state.applying(step, detail, now))));
        GateState opened = opening.state(pass, wall.instant());
        gate.transition((state, now) -> opened);
    }

    /** Waits for the next try; where a person has something to correct, not longer than until a file changes. */
    private void pause(Deadline deadline, boolean permanent) throws InterruptedException {
        Deadline next = Objects.requireNonNull(attempts.retryAt());
        while (!next.hasPassed() && !deadline.hasPassed()) {
            if (permanent && attempts.filesChanged()) {
                LOG.info("files changed, trying again");
                return;
            }
            deadline.sleep(Collections.min(List.of(LOOK, next.left())));
        }
    }

    /** Asks for a pass; one answers all that asked before it began. Any thread may call it. */
    public void ask(Reason reason) {
        asked.add(reason);
    }

    /** Waits for reasons and answers them, until the thread is interrupted. Comes after {@link #untilReady}. */
    @Override
    public void run() {
        try {
            Deadline recheck = nextRecheck();
            while (true) {
                try {
                    reconcile(next(recheck));
                } catch (RuntimeException | Error e) {
                    attempts.passes().count(RunOutcome.of(UnexpectedException.known("the reconciler", e)));
                    clock.sleep(LOOK);
                }
                recheck = recheck.hasPassed() ? nextRecheck() : recheck;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Deadline nextRecheck() {
        return clock.in(jittered(timing.recheck(), random));
    }

    /** Between 0.8 and 1.2 times the interval, so that many gates do not look all at once. */
    static Duration jittered(Duration interval, RandomGenerator random) {
        return Duration.ofMillis((long) (interval.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }

    private Reason next(Deadline recheck) throws InterruptedException {
        Deadline retryAt = attempts.retryAt();
        while (true) {
            Duration most = retryAt == null ? IDLE_LOOK : Collections.min(List.of(LOOK, retryAt.left()));
            Reason reason =
                    asked.poll(Collections.min(List.of(most, recheck.left())).toMillis(), TimeUnit.MILLISECONDS);
            if (reason != null) {
                asked.clear();
                return reason;
            }
            if (attempts.filesChanged()) {
                return Reason.FILES_CHANGED;
            }
            if (retryAt != null && retryAt.hasPassed()) {
                return Reason.RETRY;
            }
            if (recheck.hasPassed()) {
                return Reason.RECHECK;
            }
        }
    }

    /**
     * One pass after the gate has opened once. The state stays what it is, since the watch decides on it; the reports change.
     *
     * @return the failure; empty where the pass completed
     */
    public Optional<GateException> reconcile(Reason reason) throws InterruptedException {
        if (reason == Reason.RECHECK) {
            Optional<GateException> failure = attempts.attempt(clock.in(timing.deadline()), this::recheck);
            failure.ifPresent(e -> LOG.errorf("recheck failed code=%s reason=\"%s\"", e.code(), e.getMessage()));
            failure.map(RunOutcome::of).filter(RunOutcome.UNEXPECTED::equals).ifPresent(attempts.passes()::count);
            return failure;
        }
        LOG.infof("running the sequence again why=\"%s\"", reason.text());
        Optional<GateException> failure = attempts.pass(
                clock.in(timing.deadline()),
                pass -> pipeline.run(pass, attempts.passes().follow((step, detail) -> {})));
        attempts.passes()
                .cameTo(failure.map(e -> "the sequence failed: " + e.describe()).orElse("the sequence completed"));
        failure.ifPresent(e -> LOG.errorf(
                "sequence failed, readiness stays as it is code=%s reason=\"%s\"", e.code(), e.getMessage()));
        return failure;
    }

    /** Replays what is missing and announces it; then there is time for what only reports. */
    private void recheck(Pass pass) throws InterruptedException {
        pass.takeTime();
        Pipeline.Listener listener = attempts.passes().follow((step, detail) -> {});
        reloadOwed |= pipeline.run(pass, HOTFIX, listener);
        if (reloadOwed) {
            pipeline.run(pass, RELOAD, listener);
            reloadOwed = false;
        }
        pipeline.run(pass, AUDIT, listener);
    }

    public Passes passes() {
        return attempts.passes();
    }
}
