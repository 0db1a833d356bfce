package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.error.GateException;
import dev.schemagate.sequence.StepResult.Outcome;

/**
 * The steps in their order; nothing else knows it. A pass first prepares all of its steps, so that what one of them refuses
 * stops the pass before any applies anything, and then runs them. A failure ends the pass at its step.
 */
public final class Pipeline {

    private static final Logger LOG = Logger.getLogger(Pipeline.class);

    /** Follows a pass from step to step. */
    interface Listener {

        /** A step begins, or has something else to say about what it waits for. */
        void at(String step, String detail);

        /** A step has ended, also where it failed. */
        void ended(StepReport report);
    }

    private final List<Step> steps;
    private final Clock clock;

    public Pipeline(List<Step> steps, Clock clock) {
        this.steps = List.copyOf(steps);
        this.clock = clock;
    }

    /** All steps, in their order. */
    public List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    /** Changes when a file that any step reads changes. */
    public String inputs() {
        return steps.stream().map(Step::inputs).collect(Collectors.joining("\n"));
    }

    /**
     * Runs all steps once. Preparing them counts to the first.
     *
     * @throws GateException of the step that failed
     */
    void run(Pass pass, Listener listener) throws InterruptedException {
        run(pass, steps, listener, Logger.Level.INFO);
    }

    /**
     * Runs one step on its own.
     *
     * @return whether it did something
     * @throws GateException where it failed
     */
    boolean run(Pass pass, String name, Listener listener) throws InterruptedException {
        List<Step> one = steps.stream().filter(step -> step.name().equals(name)).toList();
        return run(pass, one, listener, Logger.Level.DEBUG) == Outcome.DONE;
    }

    private Outcome run(Pass pass, List<Step> some, Listener listener, Logger.Level nothingToDo)
            throws InterruptedException {
        Map<Step, Prepared> prepared = new LinkedHashMap<>();
        Outcome last = Outcome.NOTHING_TO_DO;
        for (Step step : some) {
            last = report(step, pass, listener, nothingToDo, () -> {
                if (prepared.isEmpty()) {
                    for (Step each : some) {
                        prepared.put(each, each.prepare(pass));
                    }
                }
                return Objects.requireNonNull(prepared.get(step)).run();
            });
        }
        return last;
    }

    private Outcome report(Step step, Pass pass, Listener listener, Logger.Level nothingToDo, Prepared body)
            throws InterruptedException {
        listener.at(step.name(), "");
        pass.listener(detail -> listener.at(step.name(), detail));
        Instant began = clock.instant();
        long start = pass.clock().nanos();
        try {
            StepResult result = body.run();
            Duration took = pass.clock().since(start);
            boolean done = result.outcome() == Outcome.DONE;
            LOG.logf(
                    done ? Logger.Level.INFO : nothingToDo,
                    "step %s step=%s ms=%d detail=\"%s\"",
                    done ? "done" : "had nothing to do",
                    step.name(),
                    took.toMillis(),
                    result.detail());
            listener.ended(new StepReport(step.name(), result, began, took));
            return result.outcome();
        } catch (RuntimeException | Error e) {
            GateException failure = UnexpectedException.known("step " + step.name(), e);
            StepResult failed = StepResult.failed(failure.describe());
            listener.ended(
                    new StepReport(step.name(), failed, began, pass.clock().since(start)));
            throw failure;
        }
    }
}
