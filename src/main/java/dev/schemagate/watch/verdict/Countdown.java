package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much clean log time is left until something happens by itself.
 *
 * @param opens whether a closed gate opens then; else an open one is verified
 * @param seconds left
 * @param nextQuiet for how many seconds of clean log time the next closure would keep the gate closed
 */
public record Countdown(boolean opens, long seconds, long nextQuiet) {

    /** Empty where nothing was read yet that the time could begin with, and where there is none left. */
    public static Optional<Countdown> of(History history, VerdictPolicy policy) {
        Instant watermark = history.watermark();
        boolean opens = history.isShut(policy);
        Instant end = opens ? history.opensAt(policy) : history.verifiedAt(policy);
        if (watermark == null || end == null || !watermark.isBefore(end)) {
            return Optional.empty();
        }
        long nextQuiet = policy.quiet(history.nextClosures(policy)).toSeconds();
        return Optional.of(new Countdown(opens, roundedUp(Duration.between(watermark, end)), nextQuiet));
    }

    private static long roundedUp(Duration left) {
        return left.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
