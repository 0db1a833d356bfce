package dev.schemagate.sequence;

import java.time.Duration;

/** Time that passes only while somebody sleeps, or when a test says so. */
final class FakeClock implements MonotonicClock {

    private long now;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleep(Duration pause) {
        pass(pause);
    }

    void pass(Duration time) {
        now += time.toNanos();
    }
}
