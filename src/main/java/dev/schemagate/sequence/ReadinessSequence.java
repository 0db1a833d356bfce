package dev.schemagate.sequence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.db.Database;
import dev.schemagate.error.GateException;

/**
 * The steps {@code preflight → migrate → hotfix → reload → audit}, in this order; nothing else knows it. One call of
 * {@link #run} is one pass; a failure ends the pass at its step.
 */
public final class ReadinessSequence {

    /** The names of the steps in their order. */
    public static final List<String> STEPS = List.of("preflight", "migrate", "hotfix", "reload", "audit");

    private static final Logger LOG = Logger.getLogger(ReadinessSequence.class);

    private final List<Step> steps;
    private final Database database;
    private final Clock clock;

    public ReadinessSequence(List<Step> steps, Database database, Clock clock) {
        this.steps = List.copyOf(steps);
        if (!this.steps.stream().map(Step::name).toList().equals(STEPS)) {
            throw new IllegalArgumentException("steps must be " + STEPS);
        }
        this.database = database;
        this.clock = clock;
    }

    /**
     * Runs some steps once, in their order.
     *
     * @param deadline after which nobody waits for the sequence any more
     * @param at told the name of each step when it begins, and what it waits for whenever that changes
     * @param ended told each step's report when it has ended, also when it failed
     * @param completed told when all have ended, while the run's session is still open
     * @throws GateException of the step that failed
     */
    void run(
            Set<String> names,
            Instant deadline,
            BiConsumer<String, String> at,
            Consumer<StepReport> ended,
            Consumer<Work> completed)
            throws InterruptedException {
        try (Work work = new Work(database, clock, deadline)) {
            for (Step step : steps) {
                if (!names.contains(step.name())) {
                    continue;
                }
                at.accept(step.name(), "");
                work.listener(detail -> at.accept(step.name(), detail));
                Instant start = clock.instant();
                try {
                    StepResult result = step.run(work);
                    ended.accept(report(step, result, start));
                } catch (GateException e) {
                    ended.accept(report(step, StepResult.failed(e.describe()), start));
                    throw e;
                }
            }
            completed.accept(work);
        }
    }

    /** Changes when a file that any step reads changes. */
    public String inputs() {
        return steps.stream().map(Step::inputs).collect(Collectors.joining("\n"));
    }

    private StepReport report(Step step, StepResult result, Instant start) {
        Duration took = Duration.between(start, clock.instant());
        if (result.outcome() != StepResult.Outcome.FAILED) {
            LOG.infof(
                    "step %s step=%s ms=%d detail=\"%s\"",
                    result.outcome() == StepResult.Outcome.DONE ? "done" : "had nothing to do",
                    step.name(),
                    took.toMillis(),
                    result.detail());
        }
        return new StepReport(step.name(), result, start, took);
    }
}
