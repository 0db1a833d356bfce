package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's jsonlog (PostgreSQL docs 20.8.5): one object a line. A line is parsed only where the unescaped key
 * {@code "state_code"} stands in it with a SQLSTATE that is looked for. Inside a string every quote is escaped, so no
 * statement's text can hold that key: a line that has it and is no whole object is still an error.
 */
public final class JsonLog implements LogFormat {

    /** CloudNativePG's names, which are those of csvlog's columns (PostgreSQL docs 20.8.4), and jsonlog's for the same. */
    private static final Map<String, String> COLUMNS = Map.of(
            "log_time", "timestamp",
            "user_name", "user",
            "database_name", "dbname",
            "process_id", "pid",
            "sql_state_code", "state_code",
            "internal_query_pos", "internal_position",
            "query", "statement",
            "query_pos", "cursor_position");

    private final Needle key;
    private final Needle timestamp;
    private final Map<String, String> names;
    private final States states;
    private final LogTime times;
    private final Clock clock;

    public JsonLog(States states, LogTime times, Clock clock) {
        this("state_code", "timestamp", Map.of(), states, times, clock);
    }

    private JsonLog(
            String key, String timestamp, Map<String, String> names, States states, LogTime times, Clock clock) {
        this.key = new Needle("\"" + key + "\"");
        this.timestamp = new Needle("\"" + timestamp + "\"");
        this.names = names;
        this.states = states;
        this.times = times;
        this.clock = clock;
    }

    /** The records of CloudNativePG: csvlog's columns in an object inside of another, all values texts, empty ones absent. */
    static JsonLog enveloped(States states, LogTime times, Clock clock) {
        return new JsonLog("sql_state_code", "log_time", COLUMNS, states, times, clock);
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int end = Lines.complete(bytes, from, to);
        for (int at = key.find(bytes, from, end); at >= 0; at = key.find(bytes, at + key.length(), end)) {
            parse(bytes, Lines.start(bytes, from, at), at, Lines.end(bytes, at, end), sink);
        }
        if (end > from) {
            int last = Lines.start(bytes, from, end - 1);
            time(bytes, last, Math.min(end, last + 256))
                    .map(LogRecord.Reached::new)
                    .ifPresent(sink);
        }
        return end;
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int at = key.find(bytes, from, to);
        if (at >= 0) {
            parse(bytes, from, at, to, sink);
        }
    }

    /** The SQLSTATE of {@code : "42703"}, with any white space, as shippers put it; null where none follows that is looked for. */
    private @Nullable String state(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && (bytes[i] == ':' || bytes[i] == ' ')) {
            i++;
        }
        return i < to && bytes[i] == '"' && states.at(bytes, i + 1, to)
                ? new String(bytes, i + 1, States.LENGTH, StandardCharsets.US_ASCII)
                : null;
    }

    private Optional<Instant> time(byte[] bytes, int from, int to) {
        int at = timestamp.find(bytes, from, to);
        return at < 0
                ? Optional.empty()
                : times.parse(Lines.text(bytes, at + timestamp.length(), to).replaceFirst("^[:\\s]*\"", ""));
    }

    /** The object around the key at {@code at}, of the line {@code [from, to)}. */
    private void parse(byte[] bytes, int from, int at, int to, Consumer<LogRecord> sink) {
        String state = state(bytes, at + key.length(), to);
        if (state == null) {
            return;
        }
        Report.Json json = Report.fields(Lines.text(bytes, object(bytes, from, at), to));
        Map<String, String> values = named(json.values());
        boolean readable = state.equals(values.get("state_code"));
        Report report = readable
                ? Report.of(values, state, times, json.complete())
                : Report.unreadable(state, values.getOrDefault("message", "a line that is no JSON object"));
        report.record(clock).ifPresent(sink);
    }

    private Map<String, String> named(Map<String, String> found) {
        if (names.isEmpty()) {
            return found;
        }
        Map<String, String> values = new HashMap<>();
        found.forEach((name, value) -> values.put(names.getOrDefault(name, name), value));
        String client = found.get("connection_from");
        if (client != null) {
            values.put("remote_host", client.replaceFirst(":\\d+$", ""));
        }
        return values;
    }

    /** Where the object begins that holds {@code at}: behind what a line holds before it, such as one that was never finished. */
    private static int object(byte[] bytes, int from, int at) {
        for (int i = at - 1, next = '"'; i >= from; i--) {
            if (bytes[i] == '{' && next == '"') {
                return i;
            }
            next = bytes[i] == ' ' ? next : bytes[i];
        }
        return from;
    }
}
