package dev.schemagate.sequence;

import java.time.Duration;

/** Time that only goes forward, whatever happens to the wall clock: for deadlines, budgets and pauses. */
public interface MonotonicClock {

    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
            Thread.sleep(Math.max(1, pause.toMillis()));
        }
    };

    /** Nanoseconds since some moment; only differences mean something. */
    long nanos();

    void sleep(Duration pause) throws InterruptedException;

    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }

    default Deadline in(Duration time) {
        return new Deadline(this, nanos(), time);
    }
}
