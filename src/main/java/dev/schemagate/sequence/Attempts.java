package dev.schemagate.sequence;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Backoff;
import dev.schemagate.db.Database;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** Makes passes one after the other: whatever fails in one is an answer, and says when to try again. */
final class Attempts {

    private final Pipeline pipeline;
    private final Database database;
    private final Duration retry;
    private final MonotonicClock clock;
    private final RandomGenerator random;
    private final Passes passes = new Passes();

    private volatile String inputs = "";
    private int failures;
    private @Nullable Deadline retryAt;

    /** @param retry how long after a permanent failure */
    Attempts(Pipeline pipeline, Database database, Duration retry, MonotonicClock clock, RandomGenerator random) {
        this.pipeline = pipeline;
        this.database = database;
        this.retry = retry;
        this.clock = clock;
        this.random = random;
    }

    /** What a pass does. */
    interface Body {
        void run(Pass pass) throws InterruptedException;
    }

    /** One pass over all steps; sees to it that a failed one is tried again. */
    Optional<GateException> pass(Deadline deadline, Body body) throws InterruptedException {
        inputs = pipeline.inputs();
        Optional<GateException> failure = attempt(deadline, body);
        passes.count(failure.map(RunOutcome::of).orElse(RunOutcome.COMPLETED));
        retryAt = failure.map(
                        e -> clock.in(e.retry() == Retry.PERMANENT ? retry : Backoff.SLOW.delay(failures, random)))
                .orElse(null);
        failures = failure.isPresent() ? failures + 1 : 0;
        return failure;
    }

    /** One that settles nothing about the next. */
    Optional<GateException> attempt(Deadline deadline, Body body) throws InterruptedException {
        try (Pass pass = new Pass(database, deadline, this::filesChanged)) {
            pass.progress(passes::progress);
            body.run(pass);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(UnexpectedException.known("the sequence", e));
        } finally {
            passes.progress(null);
        }
    }

    /** Whether the files are others than at the beginning of the last pass over all steps. */
    boolean filesChanged() {
        return !inputs.equals(pipeline.inputs());
    }

    /** When the last pass over all steps is tried again; null where it did not fail. */
    @Nullable
    Deadline retryAt() {
        return retryAt;
    }

    Passes passes() {
        return passes;
    }
}
