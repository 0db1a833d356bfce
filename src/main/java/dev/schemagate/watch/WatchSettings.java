package dev.schemagate.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.schemagate.config.GateConfig;
import dev.schemagate.config.GateConfig.Source;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.watch.record.States;
import dev.schemagate.watch.verdict.Attribution;
import dev.schemagate.watch.verdict.Policy;
import dev.schemagate.watch.verdict.Scope;

/**
 * What the watch was told to do, in its own words.
 *
 * @param alive how long after its last beat a pod counts as alive
 * @param observer looks at other pods and is none itself
 */
record WatchSettings(
        PodIdentity self,
        String schema,
        String ownedSchema,
        String foreignSchema,
        List<Source> sources,
        Optional<String> file,
        List<String> states,
        Duration every,
        Duration alive,
        Policy policy,
        Scope scope,
        Attribution.Ignore ignore,
        Optional<String> applicationName,
        boolean revokes,
        boolean keepsLast,
        boolean observer) {

    /** How often a canary is due at least. */
    private static final Duration CANARY = Duration.ofSeconds(5);

    static WatchSettings of(GateConfig config) {
        GateConfig.Watch watch = config.watch();
        return new WatchSettings(
                PodIdentity.of(config),
                config.schema(),
                config.ownedSchema(),
                config.foreignSchema(),
                watch.sources().orElse(List.of()),
                watch.file(),
                watch.states(),
                watch.every(),
                config.podHeartbeat().multipliedBy(3),
                new Policy(watch.window(), watch.threshold(), watch.quiet(), watch.quietMax()),
                Scope.valueOf(watch.scope().name()),
                Attribution.Ignore.of(watch.ignore().orElse(List.of())),
                watch.applicationName().filter(name -> !name.isBlank()),
                watch.onError() == GateConfig.OnError.REVOKE,
                watch.lastReplica() == GateConfig.LastReplica.KEEP,
                false);
    }

    /** The same, for all pods of another revision and a window of its own. */
    WatchSettings forRevision(String revision, Duration window) {
        return new WatchSettings(
                new PodIdentity(self.app(), "verify", revision),
                schema,
                ownedSchema,
                foreignSchema,
                sources,
                file,
                states,
                every,
                alive,
                new Policy(window, policy.threshold(), policy.quiet(), policy.quietMax()),
                Scope.REVISION,
                ignore,
                Optional.empty(),
                false,
                false,
                true);
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
