package dev.schemagate.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.schemagate.config.GateConfig;
import dev.schemagate.config.GateConfig.Source;
import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.db.SqlState;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.watch.record.States;
import dev.schemagate.watch.verdict.Attribution;
import dev.schemagate.watch.verdict.VerdictPolicy;

/**
 * What the watch was told to do, and for whom.
 *
 * @param observer looks at the pods of a revision and is none itself
 */
record WatchSettings(
        GateConfig config,
        PodIdentity self,
        VerdictPolicy policy,
        WatchScope scope,
        Attribution.Ignore ignore,
        List<String> states,
        boolean observer) {

    /** How often a canary is due at least. */
    private static final Duration CANARY = Duration.ofSeconds(5);

    static WatchSettings of(GateConfig config) {
        GateConfig.Watch watch = config.watch();
        return new WatchSettings(
                config,
                PodIdentity.of(config),
                new VerdictPolicy(watch.window(), watch.threshold(), watch.quiet(), watch.quietMax()),
                watch.scope(),
                Attribution.Ignore.of(watch.ignore().orElse(List.of())),
                watch.states(),
                false);
    }

    /** The same, for all pods of another revision and a window of its own. */
    WatchSettings forRevision(String revision, Duration window) {
        return new WatchSettings(
                config,
                new PodIdentity(self.app(), "verify", revision),
                new VerdictPolicy(window, policy.threshold(), policy.quiet(), policy.quietMax()),
                WatchScope.REVISION,
                ignore,
                states,
                true);
    }

    /** The same, for whoever is refused anything on this database. */
    WatchSettings forRefusals(Duration window) {
        return new WatchSettings(
                config,
                new PodIdentity(self.app(), "contract", self.revision()),
                new VerdictPolicy(window, 1, policy.quiet(), policy.quietMax()),
                WatchScope.DATABASE,
                Attribution.Ignore.of(List.of()),
                List.of(SqlState.INSUFFICIENT_PRIVILEGE),
                true);
    }

    String schema() {
        return config.schema();
    }

    /** An observer is no pod with an app of its own. */
    List<Source> sources() {
        return config.watch().sources().orElse(List.of()).stream()
                .filter(source -> !observer || source != Source.POD)
                .toList();
    }

    /** By what this pod's sessions are known; empty where their address tells. */
    Optional<String> applicationName() {
        return observer ? Optional.empty() : config.watch().applicationName().filter(name -> !name.isBlank());
    }

    /** How long after its last beat a pod counts as alive. */
    Duration alive() {
        return Heartbeat.alive(config.podHeartbeat());
    }

    boolean revokes() {
        return !observer && config.watch().onError() == GateConfig.OnError.REVOKE;
    }

    boolean keepsLast() {
        return !observer && config.watch().lastReplica() == GateConfig.LastReplica.KEEP;
    }

    States watchedStates() {
        return new States(states);
    }

    /** Every five seconds, or a third of the window where that is shorter. */
    Duration canaryEvery() {
        Duration third = policy.window().dividedBy(3);
        return third.compareTo(CANARY) < 0 ? third : CANARY;
    }
}
