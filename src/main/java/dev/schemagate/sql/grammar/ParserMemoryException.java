package dev.schemagate.sql.grammar;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The process has too little memory for the parser, whatever the text was. */
public final class ParserMemoryException extends GateException {

    public ParserMemoryException(OutOfMemoryError cause) {
        super(
                ErrorCode.CF003,
                Retry.PERMANENT,
                "no memory left to parse SQL: this process has a heap of at most "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB; give it 192 MB by " + option() + ", and its container room for that",
                cause);
    }

    /** An executable reads no JAVA_TOOL_OPTIONS (GraalVM manual, "Memory Management"). */
    private static String option() {
        boolean executable = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        return executable ? "the argument -Xmx192m" : "JAVA_TOOL_OPTIONS=-Xmx192m";
    }
}
