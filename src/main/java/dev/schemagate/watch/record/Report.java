package dev.schemagate.watch.record;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * What a server's log says of one event, whatever its format.
 *
 * @param time null where it cannot be read
 * @param state a SQLSTATE that is looked for
 */
record Report(
        @Nullable Instant time,
        String state,
        String severity,
        String message,
        @Nullable String statement,
        int cursor,
        Session session) {

    private static final JsonFactory JSON = new JsonFactory();

    static final String CANARY_MESSAGE = "schema-gate canary ";

    /** Severities below ERROR: a WARNING may carry a SQLSTATE, too. Words of other languages are errors. */
    private static final Set<String> HARMLESS =
            Set.of("LOG", "WARNING", "NOTICE", "INFO", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5");

    /** What {@link #fields} found, and whether it was a whole object. */
    record Json(Map<String, String> values, boolean complete) {}

    static boolean isHarmless(String severity) {
        return HARMLESS.contains(severity);
    }

    /** Of an error that could be seen, in a line that cannot be read: nobody is excluded. */
    static Report unreadable(String state, String message) {
        return new Report(null, state, "ERROR", message, null, 0, Session.UNTOLD);
    }

    /**
     * Of values under the keys of jsonlog.
     *
     * @param complete whether a key that is not there says that its value is empty
     */
    static Report of(Map<String, String> values, String state, LogTime times, boolean complete) {
        // In PL/pgSQL the statement is the caller's, and the query that failed stands beside it.
        boolean inner = values.containsKey("internal_query");
        return new Report(
                times.parse(values.getOrDefault("timestamp", "")).orElse(null),
                state,
                values.getOrDefault("error_severity", "ERROR"),
                values.getOrDefault("message", ""),
                complete ? values.get(inner ? "internal_query" : "statement") : null,
                number(values.getOrDefault(inner ? "internal_position" : "cursor_position", "")),
                Session.of(values, complete));
    }

    /** The scalar values of the object that {@code text} begins with; those before the place where it breaks, where it does. */
    static Json fields(String text) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return new Json(values, false);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isScalarValue() && parser.currentName() != null) {
                    values.putIfAbsent(parser.currentName(), parser.getText());
                }
            } while (depth > 0);
            return new Json(values, true);
        } catch (IOException e) {
            return new Json(values, false);
        }
    }

    /** The record; empty where it is no error and no canary. An error without a time happened when it was read. */
    Optional<LogRecord> record(Clock clock) {
        if (state.equals(States.CANARY)) {
            return canary();
        }
        if (isHarmless(severity)) {
            return Optional.empty();
        }
        return Optional.of(new LogRecord.Failed(new DatabaseError(
                time == null ? clock.instant() : time,
                state,
                message,
                statement,
                cursor,
                session,
                DatabaseError.Origin.SERVER)));
    }

    /** Its message ends with what the server knew of the session that wrote it, in the order of {@link Session.Field}. */
    private Optional<LogRecord> canary() {
        int array = message.indexOf('[');
        if (time == null || array < 0 || !message.startsWith(CANARY_MESSAGE)) {
            return Optional.empty();
        }
        Map<Session.Field, String> written = new EnumMap<>(Session.Field.class);
        try (JsonParser parser = JSON.createParser(message.substring(array))) {
            parser.nextToken();
            for (Session.Field field : Session.Field.values()) {
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    written.put(field, parser.getText());
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(new LogRecord.Canary(
                message.substring(CANARY_MESSAGE.length()).strip(), session, new Session(written), time));
    }

    static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
