package dev.schemagate.sequence;

/** Why a pass runs after the gate has opened once. */
public enum Reason {
    FILES_CHANGED("files changed"),
    REVOKED("readiness revoked"),
    RETRY("the last pass failed"),
    /** Another engine may have removed what it does not know: only the hotfixes are looked at. */
    RECHECK("recheck");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** For the log. */
    String text() {
        return text;
    }
}
