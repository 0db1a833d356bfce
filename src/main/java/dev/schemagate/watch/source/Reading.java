package dev.schemagate.watch.source;

/**
 * How one poll of a source went.
 *
 * @param code a stable reason code where the source cannot be read; empty where it can
 * @param reason one sentence for a person
 * @param file what is being read
 * @param bytes how many were read by this poll
 * @param carriesCanary whether this is a log of the server, in which a canary must turn up
 * @param behind whether there is more to read at once
 * @param gap what this poll could not read and no later one will, in a sentence; empty where nothing is missing
 */
public record Reading(
        String code, String reason, String file, long bytes, boolean carriesCanary, boolean behind, String gap) {

    /** No log can be read: missing, not collected, or no privilege. */
    public static final String NO_SOURCE = "no-log-source";

    /** Something of the log may be lost, so that what was read around it proves nothing. */
    public static final String GAP = "log-gap";

    public static Reading of(String file, long bytes, boolean carriesCanary, boolean behind) {
        return new Reading("", "reading " + file, file, bytes, carriesCanary, behind, "");
    }

    public static Reading unreadable(String reason) {
        return new Reading(NO_SOURCE, reason, "", 0, false, false, "");
    }

    public Reading missing(String gap) {
        return new Reading(code, reason, file, bytes, carriesCanary, behind, gap);
    }

    Reading because(String other) {
        return new Reading(code, other, file, bytes, carriesCanary, behind, gap);
    }

    /** The same, and nothing new. */
    Reading again() {
        return new Reading(code, reason, file, 0, carriesCanary, false, "");
    }

    public boolean readable() {
        return code.isEmpty();
    }
}
