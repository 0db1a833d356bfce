package dev.schemagate.sequence;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** What the passes so far came to. Any thread may ask. */
public final class Passes {

    private final Map<String, StepReport> reports = new LinkedHashMap<>();
    private final Map<RunOutcome, AtomicLong> runs = new EnumMap<>(RunOutcome.class);
    private volatile String outcome = "";
    private volatile @Nullable Progress progress;

    Passes() {
        for (RunOutcome each : RunOutcome.values()) {
            runs.put(each, new AtomicLong());
        }
    }

    private synchronized void remember(StepReport report) {
        reports.remove(report.step());
        reports.put(report.step(), report);
    }

    /** Remembers every report of a pass, and tells where it is. */
    Pipeline.Listener follow(BiConsumer<String, String> at) {
        return new Pipeline.Listener() {
            @Override
            public void at(String step, String detail) {
                at.accept(step, detail);
            }

            @Override
            public void ended(StepReport report) {
                remember(report);
            }
        };
    }

    void count(RunOutcome ended) {
        Objects.requireNonNull(runs.get(ended)).incrementAndGet();
    }

    void progress(@Nullable Progress now) {
        progress = now;
    }

    /** How far the index build is that runs now; empty where none does, or where it began a moment ago. */
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    void cameTo(String sentence) {
        outcome = sentence;
    }

    /** The last report of each step, in the order they ran. */
    public synchronized List<StepReport> reports() {
        return List.copyOf(reports.values());
    }

    /** How many passes over all steps ended in this way; of the unexpected ends also those of a recheck. */
    public long runs(RunOutcome ended) {
        return Objects.requireNonNull(runs.get(ended)).get();
    }

    /** What the last pass after the opening came to, in a sentence; empty before the first. */
    public String outcome() {
        return outcome;
    }
}
