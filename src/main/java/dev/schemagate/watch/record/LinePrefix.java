package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The server's {@code log_line_prefix} (PostgreSQL docs 20.8.3) as something that reads lines. Names may hold whatever stands between
 * them, so that a line may be read in several ways; all of them are found, and what they do not agree on is not known.
 */
public final class LinePrefix {

    private static final Pattern LABEL = Pattern.compile("([^\\s:]{1,20}):  (.*)", Pattern.DOTALL);

    private sealed interface Piece {}

    private record Text(String text) implements Piece {}

    /** @param width to which the server pads the value, to the right where it is positive */
    private record Value(Escape escape, int width) implements Piece {}

    private final String prefix;
    private final List<Piece> pieces = new ArrayList<>();

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
                    pieces.add(new Value(escape, width));
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
            pieces.add(new Text(text.toString()));
            text.setLength(0);
        }
    }

    /** As it stands in {@code postgresql.conf}. */
    public String text() {
        return prefix;
    }

    boolean has(Escape escape) {
        return pieces.stream().anyMatch(piece -> piece instanceof Value value && value.escape() == escape);
    }

    /** Whether a line tells that field. */
    boolean tells(Session.Field field) {
        return pieces.stream().anyMatch(piece -> piece instanceof Value value && value.escape().field == field);
    }

    /** Whether a line tells its time; without it nothing can be said about log time. */
    public boolean hasTime() {
        return has(Escape.MILLIS) || has(Escape.SECONDS) || has(Escape.EPOCH);
    }

    /** A line as the server writes it, with those values. */
    String write(Map<Escape, String> values, String rest) {
        StringBuilder line = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Text text) {
                line.append(text.text());
            } else if (piece instanceof Value value) {
                String given = values.getOrDefault(value.escape(), "");
                line.append(value.width() == 0 ? given : String.format("%" + value.width() + "s", given));
            }
        }
        return line + rest;
    }

    /** The line in the light of this prefix. */
    PrefixedLine read(String line) {
        Walk walk = new Walk(line);
        walk.from(0, 0);
        List<PrefixedLine.Reading> possible = walk.found.size() < PrefixedLine.MOST
                ? walk.found.stream().filter(PrefixedLine.Reading::isPossible).toList()
                : walk.found;
        return new PrefixedLine(possible);
    }

    /** One look for every way in which a line can be read, those with short values first. */
    private final class Walk {

        private final String line;
        private final List<PrefixedLine.Reading> found = new ArrayList<>();
        private final Map<Escape, String> values = new EnumMap<>(Escape.class);
        private final @Nullable BitSet[] dead = new BitSet[pieces.size() + 1];

        Walk(String line) {
            this.line = line;
        }

        /** Whether what begins with that piece and stands at {@code at} can be read. */
        private boolean from(int piece, int at) {
            BitSet hopeless = dead[piece] == null ? dead[piece] = new BitSet() : dead[piece];
            if (hopeless.get(at) || found.size() >= PrefixedLine.MOST) {
                return false;
            }
            boolean any = (piece == pieces.size() || piece == sessionsOnly) && label(piece, at);
            if (piece < pieces.size()) {
                any |= pieces.get(piece) instanceof Text text
                        ? line.startsWith(text.text(), at)
                                && from(piece + 1, at + text.text().length())
                        : value((Value) pieces.get(piece), piece, at);
            }
            if (!any) {
                hopeless.set(at);
            }
            return any;
        }

        private boolean value(Value value, int piece, int at) {
            Escape escape = value.escape();
            boolean again = values.containsKey(escape);
            boolean any = false;
            int last = Math.min(line.length(), at + Math.max(escape.longest, Math.abs(value.width())));
            for (int end = at; end <= last; end++) {
                String read = mayEnd(piece + 1, end) ? unpadded(line.substring(at, end), value.width()) : null;
                if (read != null && escape.fits(read)) {
                    if (!again) {
                        values.put(escape, read);
                    }
                    any |= from(piece + 1, end);
                }
            }
            if (!again) {
                values.remove(escape);
            }
            return any;
        }

        private boolean mayEnd(int next, int end) {
            return next >= pieces.size()
                    || next == sessionsOnly
                    || !(pieces.get(next) instanceof Text text)
                    || line.startsWith(text.text(), end);
        }

        private boolean label(int piece, int at) {
            Matcher label = LABEL.matcher(line).region(at, line.length());
            if (!label.lookingAt()) {
                return false;
            }
            Map<Escape, String> read = new EnumMap<>(Escape.class);
            read.putAll(values);
            // What would have followed belongs to a session, and there is none.
            pieces.subList(piece, pieces.size()).forEach(rest -> {
                if (rest instanceof Value value && value.escape().field != null) {
                    read.putIfAbsent(value.escape(), "");
                }
            });
            found.add(new PrefixedLine.Reading(read, label.group(1), label.group(2)));
            return true;
        }
    }

    /** Without the blanks that the server puts to the left, or to the right where the width is negative. */
    private static String unpadded(String value, int width) {
        return width == 0 ? value : width > 0 ? value.stripLeading() : value.stripTrailing();
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
