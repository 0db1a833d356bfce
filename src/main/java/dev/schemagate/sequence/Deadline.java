package dev.schemagate.sequence;

import java.time.Duration;

/** A moment after which nobody waits any more: {@code time} after {@code began}. */
public record Deadline(MonotonicClock clock, long began, Duration time) {

    /** The time left; negative when it has passed. */
    public Duration left() {
        return time.minus(clock.since(began));
    }

    public boolean hasPassed() {
        return left().toMillis() <= 0;
    }

    /** Sleeps, but not beyond the deadline. */
    void sleep(Duration pause) throws InterruptedException {
        Duration left = left();
        if (left.toMillis() > 0) {
            clock.sleep(left.compareTo(pause) < 0 ? left : pause);
        }
    }
}
