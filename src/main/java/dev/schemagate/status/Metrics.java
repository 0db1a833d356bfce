package dev.schemagate.status;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

import dev.schemagate.audit.Audit;
import dev.schemagate.config.GateConfig;
import dev.schemagate.hotfix.HotfixCounters;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.prisma.drift.Deviation;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Pipeline;
import dev.schemagate.sequence.Progress;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.sequence.RunOutcome;
import dev.schemagate.watch.Watch;

/** The gate's own metrics, read from its state when Prometheus asks. */
@Singleton
class Metrics {

    /** Held here: the registry refers to it weakly. Resolved when read, since a verb without a database has none. */
    private final Instance<Reconciler> reconciler;

    private final Instance<Watch> watch;

    private final HotfixCounters hotfixes;

    Metrics(Instance<Reconciler> reconciler, Instance<Watch> watch, HotfixCounters hotfixes) {
        this.hotfixes = hotfixes;
        this.reconciler = reconciler;
        this.watch = watch;
    }

    void register(
            @Observes StartupEvent started,
            MeterRegistry registry,
            Gate gate,
            GateConfig config,
            Pipeline pipeline,
            Audit audit) {
        registerWatch(registry, config);
        HotfixMetrics.register(registry, hotfixes);
        ProcessMetrics.register(registry);
        Gauge.builder("schema_gate_strangers", audit, a -> a.strangers().stream()
                        .mapToDouble(n -> n)
                        .findFirst()
                        .orElse(Double.NaN))
                .description("Objects in the foreign schema that belong to no engine; NaN before the first full audit")
                .register(registry);
        for (Deviation.Kind kind : Deviation.Kind.values()) {
            Gauge.builder("schema_gate_drift_objects", audit, a -> a.drift().count(kind).stream()
                            .mapToDouble(n -> n)
                            .findFirst()
                            .orElse(Double.NaN))
                    .tag("kind", kind.label())
                    .description(
                            "Objects in which the database differs from gate.prisma.schema; NaN before the first full audit")
                    .register(registry);
        }
        Gauge.builder("schema_gate_guard_installed", audit, a -> a.guard().intact() ? 1 : 0)
                .description("1 while the guard's event triggers are there, and are those that this version installs")
                .register(registry);
        Gauge.builder("schema_gate_build_info", () -> 1)
                .description("Always 1; its labels say which program this is and which rollout of the app it serves")
                .tag("version", ConfigProvider.getConfig().getValue("quarkus.application.version", String.class))
                .tag("revision", PodIdentity.of(config).revision())
                .tag("runtime", ImageMode.current() == ImageMode.NATIVE_RUN ? "native" : "jvm")
                .register(registry);
        Gauge.builder("schema_gate_ready", gate, g -> g.state().ready() ? 1 : 0)
                .description("1 while the pod may serve")
                .register(registry);
        Gauge.builder("schema_gate_verified", gate, g -> g.state() instanceof GateState.Verified ? 1 : 0)
                .description("1 while the gate is verified: the log has been clean for a whole gate.watch.window")
                .register(registry);
        Gauge.builder("schema_gate_degraded", gate, g -> g.state().code().equals(Watch.DEGRADED) ? 1 : 0)
                .description("1 while the last ready pod serves on, although errors would close it")
                .register(registry);
        Gauge.builder(
                        "schema_gate_state_since_timestamp_seconds",
                        gate,
                        g -> seconds(g.state().since()))
                .description("When the gate entered its current state")
                .register(registry);
        for (String state : GateState.NAMES) {
            Gauge.builder("schema_gate_state", gate, g -> g.state().name().equals(state) ? 1 : 0)
                    .description("1 for the current state, 0 for the others")
                    .tag("state", state)
                    .register(registry);
        }
        for (RunOutcome outcome : RunOutcome.values()) {
            FunctionCounter.builder("schema_gate_sequence_runs_total", reconciler, r -> r.get()
                            .passes()
                            .runs(outcome))
                    .description("Runs of the sequence by outcome")
                    .tag("outcome", outcome.label())
                    .register(registry);
        }
        Gauge.builder("schema_gate_index_build_progress_ratio", reconciler, r -> progress(r.get()))
                .description(
                        "Progress of a running index build within its current phase; NaN where none runs or PostgreSQL counts nothing")
                .register(registry);
        for (String step : pipeline.names()) {
            Gauge.builder("schema_gate_step_seconds", reconciler, r -> seconds(r.get(), step))
                    .description("Seconds that the step took when it last ran")
                    .tag("step", step)
                    .register(registry);
        }
    }

    private void registerWatch(MeterRegistry registry, GateConfig config) {
        for (String state : config.watch().states()) {
            for (String attribution : List.of("pod", "revision", "other")) {
                FunctionCounter.builder("schema_gate_db_errors_total", watch, w -> w.get()
                                .errors(state, attribution))
                        .description("Errors in the database's log, by SQLSTATE and by whose sessions hit them")
                        .tag("sqlstate", state)
                        .tag("attribution", attribution)
                        .register(registry);
            }
        }
        FunctionCounter.builder(
                        "schema_gate_revocations_total", watch, w -> w.get().revocations())
                .description("Times that errors in the log closed the gate")
                .register(registry);
        FunctionCounter.builder(
                        "schema_gate_log_bytes_total", watch, w -> w.get().bytes())
                .description("Bytes of log read")
                .register(registry);
        for (GateConfig.Source source : config.watch().sources().orElse(List.of())) {
            Gauge.builder("schema_gate_source_readable", watch, w -> readable(w.get(), source))
                    .description("1 while the log source can be read")
                    .tag("source", source.text())
                    .register(registry);
        }
        Gauge.builder(
                        "schema_gate_log_watermark_timestamp_seconds",
                        watch,
                        w -> seconds(w.get().status().watermark()))
                .description("The log time up to which the log has been read")
                .register(registry);
        Gauge.builder("schema_gate_watch_lag_seconds", watch, w -> w.get()
                        .status()
                        .lagSeconds())
                .description("Seconds since a line last proved that the log is read to its end")
                .register(registry);
    }

    private static double readable(Watch watch, GateConfig.Source source) {
        return watch.status().sources().stream()
                        .anyMatch(status -> status.source().equals(source.text()) && status.readable())
                ? 1
                : 0;
    }

    private static double progress(Reconciler reconciler) {
        Integer percent = reconciler.passes().progress().map(Progress::percent).orElse(null);
        return percent == null ? Double.NaN : percent / 100.0;
    }

    private static double seconds(@Nullable Instant time) {
        return time == null ? Double.NaN : time.toEpochMilli() / 1000.0;
    }

    private static double seconds(Reconciler reconciler, String step) {
        return reconciler.passes().reports().stream()
                .filter(report -> report.step().equals(step))
                .mapToDouble(report -> report.took().toMillis() / 1000.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
