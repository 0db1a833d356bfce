package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Backoff;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;

/**
 * Runs the sequence until it completes, or until it makes no sense to go on.
 *
 * <p>A transient failure is tried again with growing, jittered pauses. A permanent one is tried again when a file
 * changed and every {@code retry}; where {@code oneShot}, it ends the run at once, since nobody will change a file under
 * a job. At {@code deadline} both end.
 */
public final class SequenceRunner {

    /** How often files are looked at while a person has something to correct. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(SequenceRunner.class);

    /** How long and how often to try. */
    public record Patience(Duration deadline, Duration retry, boolean oneShot) {}

    /** How one pass over the steps ended. */
    public enum RunOutcome {
        COMPLETED,
        TRANSIENT,
        PERMANENT
    }

    /** What the gate opens into when the sequence has completed; asked over the sequence's own session. */
    @FunctionalInterface
    public interface Opening {

        /** Into probation, whatever was before. */
        Opening ALWAYS = (work, now) ->
                new GateState.Probation("no-log-source", "the schema is ready; no log has been read yet", now);

        GateState state(Work work, Instant now);
    }

    private final ReadinessSequence sequence;
    private final Opening opening;
    private final Gate gate;
    private final Clock clock;
    private final RandomGenerator random;
    private final Lock rerunning = new ReentrantLock();
    private final Map<String, StepReport> reports = new LinkedHashMap<>();
    private final Map<RunOutcome, AtomicLong> runs = new EnumMap<>(RunOutcome.class);

    public SequenceRunner(ReadinessSequence sequence, Opening opening, Gate gate, Clock clock, RandomGenerator random) {
        this.sequence = sequence;
        this.opening = opening;
        this.gate = gate;
        this.clock = clock;
        this.random = random;
        for (RunOutcome outcome : RunOutcome.values()) {
            runs.put(outcome, new AtomicLong());
        }
    }

    /**
     * Returns when the gate is open.
     *
     * @throws SequenceException where it stays shut: deadline passed, or a permanent failure of a one-shot run
     */
    public void runUntilReady(Patience patience) throws InterruptedException {
        Instant deadline = clock.instant().plus(patience.deadline());
        for (int failures = 0; ; failures++) {
            String inputs = sequence.inputs();
            GateException failure = attempt(deadline).orElse(null);
            if (failure == null) {
                return;
            }
            boolean permanent = failure.retry() == Retry.PERMANENT;
            if (permanent && patience.oneShot()) {
                throw SequenceException.failed(failure);
            }
            Instant next = clock.instant().plus(permanent ? patience.retry() : Backoff.SLOW.delay(failures, random));
            if (next.isAfter(deadline)) {
                pause(deadline, permanent ? inputs : null);
            } else {
                pause(next, permanent ? inputs : null);
            }
            if (!clock.instant().isBefore(deadline)) {
                throw SequenceException.deadline(patience.deadline(), failure);
            }
        }
    }

    /**
     * One more pass after the gate has opened once. The state stays what it is, since the watch decides on it; the reports
     * change. Empty where the pass completed.
     */
    public Optional<GateException> rerun() throws InterruptedException {
        Optional<GateException> failure = rerun(Set.copyOf(ReadinessSequence.STEPS));
        count(failure.map(e -> e.retry() == Retry.PERMANENT ? RunOutcome.PERMANENT : RunOutcome.TRANSIENT)
                .orElse(RunOutcome.COMPLETED));
        return failure;
    }

    /** As {@link #rerun()}, some steps only, and not counted as a pass. Two reruns wait for each other. */
    public Optional<GateException> rerun(Set<String> steps) throws InterruptedException {
        rerunning.lockInterruptibly();
        try {
            sequence.run(steps, Instant.MAX, (step, detail) -> {}, this::remember, work -> {});
            return Optional.empty();
        } catch (GateException e) {
            return Optional.of(e);
        } finally {
            rerunning.unlock();
        }
    }

    /** Changes when a file that any step reads changes. */
    public String inputs() {
        return sequence.inputs();
    }

    /** One pass; empty where it completed. */
    private Optional<GateException> attempt(Instant deadline) throws InterruptedException {
        try {
            sequence.run(
                    Set.copyOf(ReadinessSequence.STEPS),
                    deadline,
                    (step, detail) -> gate.transition((state, now) -> state.applying(step, detail, now)),
                    this::remember,
                    this::open);
            count(RunOutcome.COMPLETED);
            return Optional.empty();
        } catch (GateException e) {
            boolean permanent = e.retry() == Retry.PERMANENT;
            count(permanent ? RunOutcome.PERMANENT : RunOutcome.TRANSIENT);
            gate.transition((state, now) -> permanent
                    ? new GateState.Failed(e.code().name(), e.getMessage(), now)
                    : new GateState.Backoff(e.code().name(), e.getMessage(), now));
            return Optional.of(e);
        }
    }

    private void open(Work work) {
        GateState opened = opening.state(work, clock.instant());
        gate.transition((state, now) -> opened);
    }

    /** Waits until {@code until}, or until the files differ from {@code inputs} where that is not null. */
    private void pause(Instant until, @Nullable String inputs) throws InterruptedException {
        while (clock.instant().isBefore(until)) {
            if (inputs != null && !inputs.equals(sequence.inputs())) {
                LOG.info("files changed, trying again");
                return;
            }
            Duration left = Duration.between(clock.instant(), until);
            Thread.sleep(Math.max(1, (inputs != null && left.compareTo(LOOK) > 0 ? LOOK : left).toMillis()));
        }
    }

    private synchronized void remember(StepReport report) {
        reports.remove(report.step());
        reports.put(report.step(), report);
    }

    /** The last report of each step, in the order they ran. */
    public synchronized List<StepReport> reports() {
        return List.copyOf(reports.values());
    }

    private void count(RunOutcome outcome) {
        Objects.requireNonNull(runs.get(outcome)).incrementAndGet();
    }

    /** How many passes ended in this way. */
    public long runs(RunOutcome outcome) {
        return Objects.requireNonNull(runs.get(outcome)).get();
    }
}
