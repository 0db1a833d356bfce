package dev.schemagate.desired;

import java.util.Locale;

/** What a statement would find, the least worrying first. */
public enum Outcome {
    /** Running it would change nothing: it is not run. */
    SATISFIED,
    /** The catalog cannot show whether it was done; it runs once. */
    UNKNOWN,
    /** It has to run. */
    MISSING,
    /** An index is there and not valid: it has to be built anew. */
    BROKEN,
    /** An object of that name exists with a different definition, which {@code IF NOT EXISTS} would hide. */
    CONFLICT;

    /** As reports and metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
