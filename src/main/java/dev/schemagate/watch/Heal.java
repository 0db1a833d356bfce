package dev.schemagate.watch;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import dev.schemagate.error.GateException;
import dev.schemagate.sequence.SequenceRunner;

/**
 * Runs the sequence again while the pod lives: on a revocation, since a new hotfix may have been mounted, and when its files
 * change. On a thread of its own, since heartbeat and watch go on meanwhile; one pass at a time, and one more for all that asked
 * during it.
 */
final class Heal {

    private static final Logger LOG = Logger.getLogger(Heal.class);

    private final SequenceRunner runner;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String inputs;
    private volatile String outcome = "";

    Heal(SequenceRunner runner) {
        this.runner = runner;
        this.inputs = runner.inputs();
    }

    /** Whether the files differ from those of the last pass. */
    boolean filesChanged() {
        return !inputs.equals(runner.inputs());
    }

    /** What the last pass came to, in a sentence; empty before the first. */
    String outcome() {
        return outcome;
    }

    void start(String why) {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        LOG.infof("running the sequence again why=\"%s\"", why);
        Thread thread = new Thread(this::passes, "schema-gate-heal");
        thread.setDaemon(true);
        thread.start();
    }

    private void passes() {
        int done;
        do {
            done = asked.get();
            inputs = runner.inputs();
            try {
                Optional<GateException> failure = runner.rerun();
                outcome =
                        failure.map(e -> "the sequence failed: " + e.describe()).orElse("the sequence completed");
                failure.ifPresent(
                        e -> LOG.errorf("sequence failed, readiness stays as it is reason=\"%s\"", e.describe()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (!asked.compareAndSet(done, 0));
    }
}
