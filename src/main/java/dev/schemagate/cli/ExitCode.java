package dev.schemagate.cli;

/** What the process answers; the README's table says the same. */
public final class ExitCode {

    public static final int OK = 0;
    /** Findings, drift, not clean, not ready. */
    public static final int FINDINGS = 1;
    /** Wrong arguments or configuration. */
    public static final int USAGE = 2;
    /** A verb other than {@code serve} and {@code run} could not check. */
    public static final int NOT_CHECKED = 3;
    /** {@code serve} or {@code run}: the sequence failed. */
    public static final int SEQUENCE_FAILED = 4;

    /** {@code run}: asked to stop before it was complete, as the shell says of a process that SIGTERM ended. */
    public static final int CUT_SHORT = 143;

    private ExitCode() {}
}
