package dev.schemagate.sequence;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import org.jboss.logging.Logger;

import dev.schemagate.db.Database;

/**
 * The pause before the first connection of a process that had to wait for a processor. Many that start at once on few processors
 * come to that point together, each so slow that it holds its connection for seconds before it has counted the others. Dispersed
 * over a time in which the processors have other work anyway they are ready no later.
 */
public final class Dispersal {

    private static final Logger LOG = Logger.getLogger(Dispersal.class);

    /** Such a wait is nobody's crowd. */
    private static final Duration USUAL = Duration.ofSeconds(5);

    private Dispersal() {}

    /** Pauses once, at the start of this process, and is ready to log in at once. */
    public static void pause() throws InterruptedException {
        Database.prepareLogin();
        ProcessHandle.Info self = ProcessHandle.current().info();
        Duration age = self.startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
        Duration pause = pause(
                age,
                self.totalCpuDuration().orElse(age),
                ThreadLocalRandom.current().nextDouble());
        if (!pause.isZero()) {
            LOG.infof("the processors are busy: connecting later pause_ms=%d", pause.toMillis());
            Thread.sleep(pause.toMillis());
        }
    }

    /**
     * Up to as long again as the process has waited, without what is usual.
     *
     * @param age since the process was started
     * @param worked what it has had of a processor
     * @param part from 0 to 1
     */
    static Duration pause(Duration age, Duration worked, double part) {
        Duration waited = age.minus(worked).minus(USUAL);
        return waited.isNegative() ? Duration.ZERO : Duration.ofMillis((long) (waited.toMillis() * part));
    }
}
