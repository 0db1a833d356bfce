package dev.schemagate.watch.record;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a record of named fields; the names are those of jsonlog, whatever the format was. */
final class Fields {

    private static final String CANARY_MESSAGE = "schema-gate canary ";

    /** Severities below ERROR: a WARNING may carry a SQLSTATE, too. Words of other languages are errors. */
    private static final Set<String> HARMLESS =
            Set.of("LOG", "WARNING", "NOTICE", "INFO", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5");

    private Fields() {}

    /** The record; empty where the severity is below ERROR. Where fields are missing, they are empty. */
    static Optional<LogRecord> record(Map<String, String> fields, LogTime clock, States states, boolean complete) {
        String state = fields.getOrDefault("state_code", "");
        Optional<Instant> time = clock.parse(fields.getOrDefault("timestamp", ""));
        if (time.isEmpty() || !states.contains(state)) {
            return time.map(LogRecord.Garbled::new);
        }
        String message = fields.getOrDefault("message", "");
        String database = fields.getOrDefault("dbname", "");
        if (state.equals(States.CANARY)) {
            return message.startsWith(CANARY_MESSAGE)
                    ? Optional.of(new LogRecord.Canary(
                            message.substring(CANARY_MESSAGE.length()).strip(), database, time.get()))
                    : Optional.empty();
        }
        if (HARMLESS.contains(fields.getOrDefault("error_severity", "ERROR"))) {
            return Optional.empty();
        }
        // In PL/pgSQL the statement is the caller's, and the query that failed stands beside it.
        boolean inner = fields.containsKey("internal_query");
        return Optional.of(new LogRecord.Failed(new DatabaseError(
                time.get(),
                state,
                message,
                complete ? fields.get(inner ? "internal_query" : "statement") : null,
                number(fields.getOrDefault(inner ? "internal_position" : "cursor_position", "")),
                fields.getOrDefault("user", ""),
                database,
                fields.getOrDefault("application_name", ""),
                fields.getOrDefault("remote_host", ""),
                number(fields.getOrDefault("pid", "")),
                DatabaseError.Origin.SERVER)));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
