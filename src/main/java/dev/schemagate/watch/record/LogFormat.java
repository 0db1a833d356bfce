package dev.schemagate.watch.record;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds records in bytes. Works on bytes, since a log may hold text in any encoding and a chunk may end inside a character.
 */
public interface LogFormat {

    /**
     * Reads the complete records in {@code bytes[from, to)}, which begins where a record begins.
     *
     * @param settled the log has not grown for a while, so that a record whose end shows only when the next one begins is complete
     * @return where the first record begins that is not complete yet: what comes before it is never needed again
     */
    int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink);

    /**
     * Reads what can be read of a record that is too long to be kept: its beginning in {@code bytes[from, to)}. The SQLSTATE
     * stands before the statement in every format, so that an error is still seen as one.
     */
    void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink);

    /** Why what is written in this format can prove nothing, and what to do; empty where it can. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Whether this is a log of the server, which carries canaries and tells whose an error is. */
    default boolean ofServer() {
        return true;
    }
}
