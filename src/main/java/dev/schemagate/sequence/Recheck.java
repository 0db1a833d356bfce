package dev.schemagate.sequence;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.error.GateException;

/**
 * Looks again and again whether the hotfixes are still there, since another engine may remove what it does not know, and
 * whether the folder holds new ones. Replays what is missing and announces it; the gate's state stays what it is.
 */
public final class Recheck implements Runnable {

    private static final Logger LOG = Logger.getLogger(Recheck.class);
    private static final String HOTFIX = "hotfix";
    private static final String RELOAD = "reload";

    private final SequenceRunner runner;
    private final Duration every;
    private final RandomGenerator random;
    private boolean reloadOwed;

    public Recheck(SequenceRunner runner, Duration every, RandomGenerator random) {
        this.runner = runner;
        this.every = every;
        this.random = random;
    }

    /** On a thread of its own, until the process ends. */
    public void start() {
        Thread thread = new Thread(this, "schema-gate-recheck");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause(every, random).toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Between 0.8 and 1.2 times the interval, so that many gates do not look all at once. */
    static Duration pause(Duration every, RandomGenerator random) {
        return Duration.ofMillis((long) (every.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }

    /** One look. */
    public void look() throws InterruptedException {
        Optional<GateException> failure = runner.rerun(Set.of(HOTFIX));
        failure.ifPresent(e -> LOG.errorf("recheck failed code=%s reason=\"%s\"", e.code(), e.getMessage()));
        reloadOwed |= runner.reports().stream()
                .anyMatch(r -> r.step().equals(HOTFIX) && r.result().outcome() == StepResult.Outcome.DONE);
        if (failure.isEmpty() && reloadOwed) {
            reloadOwed = runner.rerun(Set.of(RELOAD)).isPresent();
        }
    }
}
