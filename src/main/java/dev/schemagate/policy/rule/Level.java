package dev.schemagate.policy.rule;

import java.util.Locale;

/** How much a finding weighs: an error refuses the file, a warning is shown. */
public enum Level {
    ERROR,
    WARNING;

    /** As the reports spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
