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

    /**
     * This pod's code misses something.
     *
     * @param blind whether the log says nothing now, so that it cannot show that the pod has healed
     */
    record Bad(String reason, boolean blind) implements Verdict {}

    String WATCHING = "watching";
    String NO_DATA = "no-data";
    String REOPENED = "reopened";

    /**
     * Decides.
     *
     * @param obstacle why even a silent log would prove nothing; null where it would
     * @param unreadable why a log cannot be read now; empty where all can
     */
    static Verdict of(
            History history, @Nullable Unproven obstacle, String unreadable, Instant now, VerdictPolicy policy) {
        Duration silence = Duration.between(history.arrived(), now);
        boolean silent = silence.compareTo(policy.window()) >= 0;
        if (history.isShut(policy)) {
            return shut(history, unreadable, silent, silence, policy);
        }
        if (silent && history.released()) {
            return withoutProof(unreadable, silence);
        }
        if (obstacle != null) {
            return obstacle;
        }
        if (silent) {
            return new Unproven(NO_DATA, nothing(unreadable, silence));
        }
        Instant watermark = history.watermark();
        Instant from = history.countsFrom(policy);
        if (watermark == null || from == null) {
            return new Unproven(WATCHING, "nothing has been read back from the log yet");
        }
        boolean reopened = history.isReopened(policy);
        Duration clean = Duration.between(from, watermark);
        if (clean.compareTo(policy.window()) >= 0) {
            return new Clean("the log has been clean since " + from + ", read up to " + watermark);
        }
        return new Unproven(
                reopened ? REOPENED : WATCHING,
                "the log has been clean for " + Math.max(0, clean.toSeconds()) + " s of "
                        + policy.window().toSeconds() + " s" + (reopened ? ", after errors closed the gate" : ""));
    }

    /** A closed gate whose log says nothing more must not stay closed for ever. */
    private static Verdict shut(
            History history, String unreadable, boolean silent, Duration silence, VerdictPolicy policy) {
        if (unreadable.isEmpty() && !silent) {
            return new Bad(
                    "opens after " + policy.quiet(history.closures()).toSeconds()
                            + " s of log time without another; the last was at " + history.closedBy(),
                    false);
        }
        if (silence.compareTo(policy.quietMax()) >= 0) {
            return withoutProof(unreadable, silence);
        }
        return new Bad(
                (unreadable.isEmpty() ? "the log shows nothing new" : unreadable)
                        + "; opens when the catalog has what was missing, else after "
                        + policy.quietMax().toSeconds() + " s without log data, which began at " + history.arrived(),
                true);
    }

    private static Unproven withoutProof(String unreadable, Duration silence) {
        return new Unproven(
                NO_DATA, "open again without proof, after errors closed the gate; " + nothing(unreadable, silence));
    }

    private static String nothing(String unreadable, Duration silence) {
        return "no new log data for " + silence.toSeconds() + " s; "
                + (unreadable.isEmpty() ? "an idle log does not prove the pod healthy" : unreadable);
    }
}
