package dev.schemagate.pod;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How seldom a gate that keeps no session connects: all such gates together make fewer than {@value #PER_SECOND} connections a second,
 * and are about {@value #AT_ONCE} at once. One thread notes turns; any may ask.
 */
final class Pace {

    private static final int PER_SECOND = 20;

    /** Where turns take each as long as this gate's last two. */
    private static final int AT_ONCE = 4;

    /** However long turns take, the pause is that many times the usual one: less than after what the others call this gate gone. */
    private static final int MOST = 2;

    /** A turn for which no connection was free counts as twice the one before and that. */
    private static final Duration FULL = Duration.ofMillis(100);

    /** By what part a pause is longer at most, so that many gates do not connect all at once. */
    private static final double JITTER = 0.2;

    private final Duration every;
    private final RandomGenerator random;
    private volatile int gates = 1;
    private volatile Duration took = Duration.ZERO;
    private volatile Duration tookBefore = Duration.ZERO;

    /** @param every the pause between two turns where there are few gates, the least of all */
    Pace(Duration every, RandomGenerator random) {
        this.every = every;
        this.random = random;
    }

    /** How many gates of the database are alive, this one among them. */
    void gates(int alive) {
        gates = alive;
    }

    /** How long the last turn was connected. */
    void took(Duration time) {
        tookBefore = took;
        took = time;
    }

    /** The last turn found no connection free. */
    void full() {
        took(took.multipliedBy(2).plus(FULL));
    }

    /** How long until the next turn. */
    Duration pause() {
        return isShared() ? longer(shared(), random.nextDouble()) : every;
    }

    /** The longest that {@link #pause} may be. */
    Duration longest() {
        return isShared() ? longer(shared(), 1) : every;
    }

    /** How long to wait with the first turn, so that gates that started together do not come together. */
    Duration delay() {
        return isShared() ? part(shared(), random.nextDouble()) : Duration.ZERO;
    }

    /** As {@link #pause}, and about {@code least} at least. */
    Duration pause(Duration least) {
        return longer(Collections.max(List.of(shared(), least)), random.nextDouble());
    }

    private boolean isShared() {
        return shared().compareTo(every) > 0;
    }

    private Duration shared() {
        // One slow turn, as after a fail-over, makes no difference.
        Duration slow = Collections.min(List.of(took, tookBefore));
        Duration usual = Duration.ofMillis(gates * 1_000L / PER_SECOND);
        Duration busy = slow.multipliedBy(gates).dividedBy(AT_ONCE);
        return Collections.max(List.of(usual, Collections.min(List.of(busy, usual.multipliedBy(MOST)))));
    }

    private static Duration longer(Duration pause, double chance) {
        return pause.plus(part(pause, JITTER * chance));
    }

    private static Duration part(Duration whole, double part) {
        return Duration.ofMillis((long) (whole.toMillis() * part));
    }
}
