package dev.schemagate.status;

import java.util.Arrays;
import java.util.List;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

import dev.schemagate.audit.Audit;
import dev.schemagate.config.ChangedSettings;
import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.desired.Outcome;
import dev.schemagate.hotfix.HotfixCounters;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.watch.Watch;

/** Assembles what a person may want to know, for the page and for JSON alike. Reads what the gate knows already: no I/O. */
@Singleton
class StatusView {

    private final GateConfig config;
    private final Gate gate;
    private final Database database;
    private final Reconciler reconciler;
    private final HotfixCounters hotfixes;
    private final Audit audit;
    private final Heartbeat heartbeat;
    private final Sessions sessions;
    private final Watch watch;
    private final Config environment;
    private volatile @Nullable List<ChangedSettings.Setting> settings;

    StatusView(
            GateConfig config,
            Config environment,
            Gate gate,
            Database database,
            Reconciler reconciler,
            HotfixCounters hotfixes,
            Audit audit,
            Heartbeat heartbeat,
            Sessions sessions,
            Watch watch) {
        this.config = config;
        this.environment = environment;
        this.gate = gate;
        this.database = database;
        this.reconciler = reconciler;
        this.hotfixes = hotfixes;
        this.audit = audit;
        this.heartbeat = heartbeat;
        this.sessions = sessions;
        this.watch = watch;
    }

    Status now() {
        GateState state = gate.state();
        return new Status(
                state.name(),
                state.ready(),
                state instanceof GateState.Verified,
                state.code(),
                state.reason(),
                state.since(),
                PodIdentity.of(config),
                database.target().toString(),
                sessions.connectivity(),
                sessions.share(),
                steps(reconciler.passes().reports()),
                reconciler.passes().progress().orElse(null),
                new Status.HotfixStatus(hotfixes.applied(), hotfixes.undone(), found(), hotfixes.files()),
                audit.findings(),
                audit.border(),
                audit.guard().summary(),
                heartbeat.peers(),
                config.watch().lastReplica() == GateConfig.LastReplica.KEEP,
                watch.status(),
                heartbeat.transitions(),
                settings());
    }

    /** Read when somebody first asks, since no probe needs it. */
    private List<ChangedSettings.Setting> settings() {
        List<ChangedSettings.Setting> known = settings;
        if (known == null) {
            known = ChangedSettings.of(environment);
            settings = known;
        }
        return known;
    }

    private List<Status.Found> found() {
        return Arrays.stream(Outcome.values())
                .map(verdict -> new Status.Found(verdict.label(), hotfixes.seen(verdict)))
                .filter(found -> found.statements() > 0)
                .toList();
    }

    private static List<Status.StepStatus> steps(List<StepReport> reports) {
        return reports.stream()
                .map(report -> new Status.StepStatus(
                        report.step(),
                        report.result().outcome().label(),
                        report.took().toMillis(),
                        report.result().detail(),
                        report.began()))
                .toList();
    }
}
