package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a second run of an effect does.
 *
 * @param guard what makes it harmless; null unless the outcome is {@link Outcome#NOTHING}
 */
public record Repetition(Outcome outcome, @Nullable Guard guard) {

    /** The outcomes of a second run. */
    public enum Outcome {
        /** It neither fails nor changes anything. */
        NOTHING,
        /** It fails, because the object is there (or gone) already. */
        FAILS,
        /** It acts again: rows, values, function calls. */
        ACTS_AGAIN
    }

    static final Repetition FAILS = new Repetition(Outcome.FAILS, null);
    static final Repetition ACTS_AGAIN = new Repetition(Outcome.ACTS_AGAIN, null);
    static final Repetition BY_NATURE = new Repetition(Outcome.NOTHING, new Guard.Nature());

    static Repetition by(Guard guard) {
        return new Repetition(Outcome.NOTHING, guard);
    }

    /** Harmless where the clause is written, else a failure. */
    static Repetition clause(boolean written, String sql) {
        return written ? by(new Guard.Clause(sql)) : FAILS;
    }
}
