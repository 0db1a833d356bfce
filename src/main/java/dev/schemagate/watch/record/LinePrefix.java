package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server's {@code log_line_prefix} (PostgreSQL docs 20.8.3) as something that reads lines. Names may hold whatever stands between
 * them, so that a line may be read in several ways; all of them are found, and what they do not agree on is not known.
 */
public final class LinePrefix {

    private final String prefix;
    private final List<PrefixPiece> pieces = new ArrayList<>();

    /** Before which piece {@code %q} stands, where the prefix of a process without a session ends; -1 where there is none. */
    private int sessionsOnly = -1;

    public LinePrefix(String prefix) {
        this.prefix = prefix;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            int from = ++i;
            while (i < prefix.length() && (prefix.charAt(i) == '-' && i == from || isDigit(prefix.charAt(i)))) {
                i++;
            }
            if (i >= prefix.length()) {
                break;
            }
            char letter = prefix.charAt(i);
            if (letter == '%' && i == from) {
                text.append('%');
            } else if (letter == 'q') {
                add(text);
                sessionsOnly = sessionsOnly < 0 ? pieces.size() : sessionsOnly;
            } else {
                int width = width(prefix.substring(from, i));
                Escape.of(letter).ifPresent(escape -> {
                    add(text);
                    pieces.add(new PrefixPiece.Value(escape, width));
                });
            }
        }
        add(text);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int width(String digits) {
        return digits.matches("-?\\d{1,4}") ? Integer.parseInt(digits) : 0;
    }

    private void add(StringBuilder text) {
        if (!text.isEmpty()) {
            pieces.add(new PrefixPiece.Text(text.toString()));
            text.setLength(0);
        }
    }

    /** As it stands in {@code postgresql.conf}. */
    public String text() {
        return prefix;
    }

    boolean has(Escape escape) {
        return pieces.stream().anyMatch(piece -> piece instanceof PrefixPiece.Value value && value.escape() == escape);
    }

    /** Whether a line tells that field. */
    boolean tells(Session.Field field) {
        return pieces.stream()
                .anyMatch(piece -> piece instanceof PrefixPiece.Value value && value.escape().field == field);
    }

    /** Whether a line tells its time; without it nothing can be said about log time. */
    public boolean hasTime() {
        return has(Escape.MILLIS) || has(Escape.SECONDS) || has(Escape.EPOCH);
    }

    /** A line as the server writes it, with those values. */
    String write(Map<Escape, String> values, String rest) {
        StringBuilder line = new StringBuilder();
        for (PrefixPiece piece : pieces) {
            if (piece instanceof PrefixPiece.Text text) {
                line.append(text.text());
            } else if (piece instanceof PrefixPiece.Value value) {
                String given = values.getOrDefault(value.escape(), "");
                line.append(value.width() == 0 ? given : String.format("%" + value.width() + "s", given));
            }
        }
        return line + rest;
    }

    /** The line in the light of this prefix. */
    PrefixedLine read(String line) {
        return new LineReadings(pieces, sessionsOnly, line, false).all();
    }

    /**
     * Whether a line break in a name may have torn a line apart here: {@code line} can be the beginning of one with this prefix, and ends
     * inside a name. The server cleans {@code application_name}, and no other (PostgreSQL docs 20.8.3).
     */
    boolean mayBeTorn(String line) {
        return new LineReadings(pieces, sessionsOnly, line, true).any();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinePrefix that && that.prefix.equals(prefix);
    }

    @Override
    public int hashCode() {
        return prefix.hashCode();
    }
}
