package dev.schemagate.testing;

import java.time.Duration;

/** A deadline that ends what a test wants to see ended, and nothing before that: on a busy machine a longer one. */
public final class Deadlines {

    private static final int TRIES = 3;
    private static final int LONGER = 3;

    private Deadlines() {}

    /** What is tried; it may have been tried before. */
    public interface Try {

        /** @param deadline as a setting says it */
        void with(String deadline) throws Exception;
    }

    /** Tries with that deadline, then with longer ones, until it succeeds; the last failure counts. */
    public static void enough(Duration first, Try test) throws Exception {
        Duration deadline = first;
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                test.with(deadline.toSeconds() + "s");
                return;
            } catch (Exception | AssertionError tooShort) {
                deadline = deadline.multipliedBy(LONGER);
            }
        }
        test.with(deadline.toSeconds() + "s");
    }
}
