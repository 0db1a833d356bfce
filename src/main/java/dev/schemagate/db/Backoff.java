package dev.schemagate.db;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing waits with full jitter, so that many gates that failed together do not come back together.
 *
 * @param first the upper bound of the first wait
 * @param most the upper bound of every wait
 */
public record Backoff(Duration first, Duration most) {

    /** For connections and whole sequences. */
    public static final Backoff SLOW = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    /** For connections that all gates of a database want: they wait as long again as they have waited, at most 10 s. */
    public static final Backoff CROWD = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    /** For locks that somebody holds for milliseconds. */
    public static final Backoff FAST = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** The wait before the next try after {@code failures} failed ones: between half of the bound and the bound. */
    public Duration delay(int failures, RandomGenerator random) {
        long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, 20));
        return Duration.ofMillis(bound / 2 + random.nextLong(Math.max(1, bound / 2)));
    }
}
