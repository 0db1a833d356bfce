package dev.schemagate.watch.record;

import java.time.Instant;

/** What the gate cares about in a log. */
public sealed interface LogRecord {

    /** When, by the log's own clock. */
    Instant time();

    /** An error with one of the SQLSTATEs that are looked for. */
    record Failed(DatabaseError error) implements LogRecord {
        @Override
        public Instant time() {
            return error.time();
        }
    }

    /** A canary that some gate wrote into the log of {@code database}. */
    record Canary(String id, String database, Instant time) implements LogRecord {}

    /** The log has got as far as {@code time}; once for a stretch of lines, not for each. */
    record Reached(Instant time) implements LogRecord {}

    /** A record with a SQLSTATE that is looked for, which cannot be read further. */
    record Garbled(Instant time) implements LogRecord {}
}
