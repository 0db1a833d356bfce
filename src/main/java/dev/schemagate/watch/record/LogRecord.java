package dev.schemagate.watch.record;

import java.time.Instant;

/** What the gate cares about in a log. */
public sealed interface LogRecord {

    /** When, by the log's own clock. */
    Instant time();

    /**
     * Errors with one of the SQLSTATEs that are looked for, also of a line that cannot be read further.
     *
     * @param error the last of them
     * @param count how many there were that differ in nothing that counts
     * @param first when the first one was
     */
    record Failed(DatabaseError error, long count, Instant first) implements LogRecord {

        /** A single one. */
        public Failed(DatabaseError error) {
            this(error, 1, error.time());
        }

        @Override
        public Instant time() {
            return error.time();
        }
    }

    /**
     * A canary that some gate wrote.
     *
     * @param read its session as the log tells it
     * @param written its session as the server knew it when it was written, which the line must say, too
     */
    record Canary(String id, Session read, Session written, Instant time) implements LogRecord {}

    /** The log has got as far as {@code time}; once for a stretch of lines, not for each. */
    record Reached(Instant time) implements LogRecord {}
}
