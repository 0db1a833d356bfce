package dev.schemagate.watch.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Pauses between attempts at what keeps failing, each twice as long as the one before: the server writes every statement that fails
 * into the log of its users.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;

    Backoff(Clock clock) {
        this.clock = clock;
    }

    boolean isPausing() {
        return clock.instant().isBefore(next);
    }

    /** An attempt has failed; returns how long to wait for the next. */
    Duration failed() {
        pause = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        next = clock.instant().plus(pause);
        return pause;
    }

    /** There is reason to think that the next attempt succeeds. */
    void reset() {
        pause = Duration.ZERO;
        next = Instant.MIN;
    }
}
