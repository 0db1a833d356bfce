package dev.schemagate.watch.record;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * PostgreSQL's jsonlog (PostgreSQL docs 20.8.5): one object a line. A line is parsed only where the unescaped key
 * {@code "state_code"} stands in it with a SQLSTATE that is looked for. Inside a string every quote is escaped, so no
 * statement's text can hold that key.
 */
public final class JsonLog implements LogFormat {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Needle KEY = new Needle("\"state_code\"");
    private static final Needle TIMESTAMP = new Needle("\"timestamp\"");

    private final States states;
    private final LogTime clock;

    public JsonLog(States states, LogTime clock) {
        this.states = states;
        this.clock = clock;
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int end = Lines.complete(bytes, from, to);
        for (int at = KEY.find(bytes, from, end); at >= 0; at = KEY.find(bytes, at, end)) {
            if (matches(bytes, at + KEY.length(), end)) {
                int lineEnd = Lines.end(bytes, at, end);
                parse(Lines.text(bytes, Lines.start(bytes, from, at), lineEnd), sink);
                at = lineEnd;
            } else {
                at += KEY.length();
            }
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
        int at = KEY.find(bytes, from, to);
        if (at >= 0 && matches(bytes, at + KEY.length(), to)) {
            parse(Lines.text(bytes, from, to), sink);
        }
    }

    /** Whether {@code : "42703"} follows, with any white space, as shippers put it. */
    private boolean matches(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && (bytes[i] == ':' || bytes[i] == ' ')) {
            i++;
        }
        return i < to && bytes[i] == '"' && states.at(bytes, i + 1, to);
    }

    private Optional<Instant> time(byte[] bytes, int from, int to) {
        int at = TIMESTAMP.find(bytes, from, to);
        return at < 0
                ? Optional.empty()
                : clock.parse(Lines.text(bytes, at + TIMESTAMP.length(), to).replaceFirst("^[:\\s]*\"", ""));
    }

    private void parse(String line, Consumer<LogRecord> sink) {
        Map<String, String> fields = new HashMap<>();
        boolean complete = true;
        try (JsonParser parser = JSON.createParser(line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    fields.putIfAbsent(parser.currentName(), parser.getText());
                }
            }
        } catch (IOException e) {
            // What came before the broken place is still true: time, SQLSTATE and message come first.
            complete = false;
        }
        Fields.record(fields, clock, states, complete).ifPresent(sink);
    }
}
