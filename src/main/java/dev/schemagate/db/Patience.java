package dev.schemagate.db;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What somebody who wants to connect does where no connection is free, as the server, the database or the role is full. */
@FunctionalInterface
public interface Patience {

    /** Takes no for an answer. */
    Patience NONE = (tries, why) -> false;

    /**
     * Pauses before another try.
     *
     * @param tries how many there were before
     * @param why in the server's words
     * @return false where there is to be none
     */
    boolean pause(int tries, String why) throws InterruptedException;

    /** For as long as {@code time}, from now on each time that nothing is free. */
    static Patience of(Duration time) {
        return new Patience() {
            private long since;

            @Override
            public synchronized boolean pause(int tries, String why) throws InterruptedException {
                since = tries == 0 ? System.nanoTime() : since;
                Thread.sleep(
                        Backoff.CROWD.delay(tries, ThreadLocalRandom.current()).toMillis());
                return System.nanoTime() - since < time.toNanos();
            }
        };
    }
}
