package dev.schemagate.sequence;

import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** How one pass over the steps ended; {@link #label} is its name in metrics. */
public enum RunOutcome {
    COMPLETED("completed"),
    TRANSIENT("transient"),
    PERMANENT("permanent"),
    UNEXPECTED("unexpected");

    private final String label;

    RunOutcome(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    static RunOutcome of(GateException failure) {
        if (failure instanceof UnexpectedException) {
            return UNEXPECTED;
        }
        return failure.retry() == Retry.PERMANENT ? PERMANENT : TRANSIENT;
    }
}
