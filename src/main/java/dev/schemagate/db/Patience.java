package dev.schemagate.db;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** What somebody who wants to connect does where no connection is free, as the server, the database or the role is full. */
@FunctionalInterface
public interface Patience {

    /** Takes no for an answer. */
    Patience NONE = (tries, took, why) -> false;

    /** An attempt takes that part of the time at most, since all who wait are connected for a moment each. */
    int SELDOM = 20;

    Duration MOST = Duration.ofMinutes(1);

    /**
     * Pauses before another try.
     *
     * @param tries how many there were before
     * @param took how long the last one took
     * @param why in the server's words
     * @return false where there is to be none
     */
    boolean pause(int tries, Duration took, String why) throws InterruptedException;

    /** Longer with each try, and where a try takes long. */
    static Duration delay(int tries, Duration took, RandomGenerator random) {
        Duration seldom = took.multipliedBy(SELDOM);
        long most = Math.min(seldom.toMillis(), MOST.toMillis());
        long crowd = Backoff.CROWD.delay(tries, random).toMillis();
        return Duration.ofMillis(Math.max(crowd, most / 2 + random.nextLong(most / 2 + 1)));
    }

    /** For as long as {@code time}, from now on each time that nothing is free. */
    static Patience of(Duration time) {
        return new Patience() {
            private long since;

            @Override
            public synchronized boolean pause(int tries, Duration took, String why) throws InterruptedException {
                since = tries == 0 ? System.nanoTime() : since;
                Thread.sleep(delay(tries, took, ThreadLocalRandom.current()).toMillis());
                return System.nanoTime() - since < time.toNanos();
            }
        };
    }
}
