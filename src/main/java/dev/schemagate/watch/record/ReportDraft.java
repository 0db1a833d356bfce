package dev.schemagate.watch.record;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** A report of the plain log whose end has not been seen yet. */
final class ReportDraft {

    private static final Pattern POSITION = Pattern.compile(" at character (\\d{1,9})$");

    private final PrefixedLine first;
    private final Session session;
    private final Map<String, StringBuilder> parts = new HashMap<>();
    private StringBuilder last;

    ReportDraft(PrefixedLine first, Session session) {
        this.first = first;
        this.session = session;
        this.last = new StringBuilder(first.text());
        parts.put("", last);
    }

    PrefixedLine first() {
        return first;
    }

    void add(PrefixedLine line) {
        last = new StringBuilder(line.text());
        parts.put(line.label(), last);
    }

    void goesOn(String text) {
        if (last.length() < Lines.LONGEST) {
            last.append('\n').append(text);
        }
    }

    private @Nullable String part(String label) {
        StringBuilder part = parts.get(label);
        return part == null ? null : part.toString();
    }

    /** @param states one of which the first line has */
    Report report(States states, LogTime times) {
        String message = Objects.requireNonNull(part(""));
        Matcher position = POSITION.matcher(message);
        int cursor = position.find() ? Report.number(position.group(1)) : 0;
        String query = part("QUERY");
        return new Report(
                first.time(times).orElse(null),
                first.states().stream().filter(states::contains).findFirst().orElseThrow(),
                first.severity(),
                cursor > 0 ? message.substring(0, position.start()) : message,
                query == null ? part("STATEMENT") : query,
                cursor,
                session);
    }
}
