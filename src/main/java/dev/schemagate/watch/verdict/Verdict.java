package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What the history means for this pod: a function of errors, watermark, clock and policy, and of nothing else. */
public sealed interface Verdict {

    /** The log stayed clean for the whole window. */
    record Clean(String reason) implements Verdict {}

    /** Nothing speaks against this pod, and nothing proves it yet. */
    record Unproven(String code, String reason) implements Verdict {}

    /** This pod's code misses something. */
    record Bad(String reason) implements Verdict {}

    String WATCHING = "watching";
    String NO_DATA = "no-data";
    String REOPENED = "reopened";

    /**
     * Decides.
     *
     * @param obstacle why even a silent log would prove nothing; null where it would
     */
    static Verdict of(History history, @Nullable Unproven obstacle, Instant now, Policy policy) {
        if (history.isShut(policy)) {
            return new Bad("opens after " + policy.quiet(history.closures()).toSeconds()
                    + " s of log time without another; the last was at " + history.closedBy());
        }
        if (obstacle != null) {
            return obstacle;
        }
        Instant watermark = history.watermark();
        Instant since = history.cleanSince();
        Duration silence = Duration.between(history.arrived(), now);
        if (silence.compareTo(policy.window()) >= 0) {
            return new Unproven(
                    NO_DATA,
                    "the log has shown nothing new for " + silence.toSeconds()
                            + " s, which is no proof that all is well");
        }
        if (watermark == null || since == null) {
            return new Unproven(WATCHING, "nothing has been read back from the log yet");
        }
        // A closed pod gets no traffic, so that its quiet time proves nothing.
        boolean reopened = history.closedBy() != null && !since.isAfter(history.opensAt(policy));
        Instant from = reopened ? history.opensAt(policy) : since;
        Duration clean = Duration.between(from, watermark);
        if (clean.compareTo(policy.window()) >= 0) {
            return new Clean("the log is clean since " + from + ", read up to " + watermark);
        }
        return new Unproven(
                reopened ? REOPENED : WATCHING,
                "the log is clean for " + Math.max(0, clean.toSeconds()) + " s of "
                        + policy.window().toSeconds() + " s" + (reopened ? ", after errors closed the gate" : ""));
    }
}
