package dev.schemagate.sequence;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jboss.logging.Logger;

import dev.schemagate.db.Backoff;

/**
 * For how long something is tried again that somebody else is in the way of: until it is done, its budget is spent or the pass
 * is late. Between the tries are growing, jittered pauses; state and log say who is in the way.
 */
public final class RetryBudget {

    private static final Logger LOG = Logger.getLogger(RetryBudget.class);

    private final Pass pass;
    private final Duration budget;
    private final String key;
    private final long began;
    private int tries;

    /** @param key the setting that the budget comes from */
    public RetryBudget(Pass pass, Duration budget, String key) {
        this.pass = pass;
        this.budget = budget;
        this.key = key;
        this.began = pass.clock().nanos();
    }

    /** Since the first try. */
    public Duration waited() {
        return pass.clock().since(began);
    }

    /** Pauses before another try; false where there is to be none, for {@link #why}. */
    public boolean allowsAnother(String place, String blockers) throws InterruptedException {
        tries++;
        if (pass.isLate() || waited().compareTo(budget) > 0) {
            return false;
        }
        pass.waitsFor(place + " waits for " + blockers);
        LOG.warnf(
                "no lock, rolled back, will try again place=%s tries=%d waited_ms=%d blocked_by=\"%s\"",
                place, tries, waited().toMillis(), blockers);
        pass.deadline().sleep(Backoff.FAST.delay(tries - 1, ThreadLocalRandom.current()));
        return true;
    }

    /** Why there is no other try, as the rest of a sentence. */
    public String why() {
        return pass.isLate()
                ? "not done by gate.sequence.deadline"
                : "no lock within " + budget.toSeconds() + " s (" + key + ")";
    }
}
