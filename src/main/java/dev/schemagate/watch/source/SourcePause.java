package dev.schemagate.watch.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Pauses between attempts at what keeps failing, each twice as long as the one before: the server writes every statement that fails
 * into the log of its users.
 */
public final class SourcePause {

    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration longest;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;

    /** @param longest pause */
    public SourcePause(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    public boolean isPausing() {
        return clock.instant().isBefore(next);
    }

    /** An attempt has failed; returns how long to wait for the next. */
    public Duration failed() {
        pause = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = pause.compareTo(longest) > 0 ? longest : pause;
        next = clock.instant().plus(pause);
        return pause;
    }

    /** There is reason to think that the next attempt succeeds. */
    public void reset() {
        pause = Duration.ZERO;
        next = Instant.MIN;
    }
}
