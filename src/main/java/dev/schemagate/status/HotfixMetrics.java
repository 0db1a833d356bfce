package dev.schemagate.status;

import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import dev.schemagate.desired.Outcome;
import dev.schemagate.hotfix.HotfixCounters;

/** The metrics of the replay. */
final class HotfixMetrics {

    private static final Map<String, ToDoubleFunction<HotfixCounters>> OUTCOMES = Map.of(
            "satisfied", HotfixCounters::satisfied,
            "applied", HotfixCounters::applied,
            "conflict", HotfixCounters::conflict,
            "refused", HotfixCounters::refused);

    private HotfixMetrics() {}

    static void register(MeterRegistry registry, HotfixCounters counters) {
        OUTCOMES.forEach(
                (outcome, count) -> FunctionCounter.builder("schema_gate_hotfix_statements_total", counters, count)
                        .description("Hotfix statements by outcome, counted at every check")
                        .tag("outcome", outcome)
                        .register(registry));
        for (Outcome verdict : Outcome.values()) {
            Gauge.builder("schema_gate_hotfix_current_statements", counters, c -> c.seen(verdict))
                    .description(
                            "Hotfix statements that the last check of the catalog found satisfied, missing, broken, in conflict or unknown")
                    .tag("verdict", verdict.label())
                    .register(registry);
        }
        FunctionCounter.builder("schema_gate_hotfix_undone_total", counters, HotfixCounters::undone)
                .description("Hotfix statements run again because another engine had undone them")
                .register(registry);
        FunctionCounter.builder("schema_gate_lock_timeouts_total", counters, HotfixCounters::lockTimeouts)
                .description("Times that a statement gave up waiting for a lock")
                .register(registry);
        FunctionCounter.builder("schema_gate_lock_wait_seconds", counters, HotfixCounters::lockWaitSeconds)
                .description("Seconds that statements waited for locks they did not get")
                .register(registry);
    }
}
