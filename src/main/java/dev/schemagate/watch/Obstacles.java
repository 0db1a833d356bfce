package dev.schemagate.watch;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.verdict.Verdict;

/** Why even a silent log would prove nothing. */
record Obstacles(
        WatchSettings settings, Sources sources, LogAnalysis analysis, ServerLook look, Identification identification) {

    /** Errors that happen would not be seen. */
    static final String ERRORS_FILTERED = "errors-filtered";

    static final String NO_TRAFFIC = "no-traffic";

    static final String NO_ATTRIBUTION = "no-attribution";

    /** The first of them; null where there is none. */
    Verdict.@Nullable Unproven first() {
        Verdict.Unproven blind = blind();
        if (blind != null) {
            return blind;
        }
        ServerLogSource.Server now = look.last();
        if (now == null || !sources.polled()) {
            return new Verdict.Unproven(
                    Reading.NO_SOURCE,
                    settings.sources().isEmpty()
                            ? "no source of gate.watch.sources tells of other pods; pod reads the app beside its gate only"
                            : "no log has been looked at yet");
        }
        boolean server = sources.carryCanary();
        if (server && !now.settings().filtered().isEmpty()) {
            return new Verdict.Unproven(
                    ERRORS_FILTERED,
                    "errors would not be logged: "
                            + String.join(", ", now.settings().filtered()) + "; set it to error or lower");
        }
        if (sources.readText() && !now.settings().translated().isEmpty()) {
            return new Verdict.Unproven(
                    ERRORS_FILTERED,
                    "errors would not be known in the app's own log, which is read in English: "
                            + String.join(", ", now.settings().translated()) + "; set it to C");
        }
        return server && settings.scope() != WatchScope.DATABASE && !identification.isKnown(now.settings())
                ? new Verdict.Unproven(NO_ATTRIBUTION, identification.obstacle(now.settings()))
                : null;
    }

    /** That there was nothing to be logged since, as far as can be seen; null where there was. */
    Verdict.@Nullable Unproven silent(Instant since) {
        return identification.isSeen() || !sources.silentSince(since)
                ? null
                : new Verdict.Unproven(
                        NO_TRAFFIC,
                        "no session of this pod has been seen, and its app has written nothing since " + since
                                + ": a log that is silent for want of traffic proves nothing");
    }

    /** That a log cannot be read, or not read right; null where all are. */
    Verdict.@Nullable Unproven blind() {
        Verdict.Unproven unreadable = sources.unreadable();
        return unreadable != null ? unreadable : analysis.misread();
    }

    /** Whether a canary came back from every source that must show it, or none can prove anything: whose errors are whose may yet be seen. */
    boolean provenOrHopeless() {
        Verdict.Unproven obstacle = first();
        return sources.proven(analysis) || obstacle != null && !obstacle.code().equals(NO_ATTRIBUTION);
    }
}
