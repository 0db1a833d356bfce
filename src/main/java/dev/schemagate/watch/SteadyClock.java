package dev.schemagate.watch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The wall clock of the moment it was made, which then only goes forward: a clock that is set back must not keep a verdict alive
 * for which no data come, nor one that is set forward end one.
 */
public final class SteadyClock extends Clock {

    private final Instant began = Instant.now();
    private final long nanos = System.nanoTime();

    @Override
    public Instant instant() {
        return began.plusNanos(System.nanoTime() - nanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
