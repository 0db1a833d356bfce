package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
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

    private static final Pattern LABEL = Pattern.compile("([\\p{L}\\p{M}]{1,20}\\d?\u00a0?):  (.*)", Pattern.DOTALL);

    private sealed interface Piece {}

    private record Text(String text) implements Piece {}

    /** @param width to which the server pads the value, to the right where it is positive */
    private record Value(Escape escape, int width) implements Piece {

        /** What was padded to {@code text}; null where the server would have put more blanks. It counts them in bytes. */
        @Nullable
        String unpadded(String text) {
            int least = Math.abs(width);
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            boolean untold = escape == Escape.LOCAL_ADDRESS && text.isEmpty();
            if (least == 0 || untold || bytes > least && text.indexOf('\uFFFD') < 0) {
                return text;
            }
            return bytes < least ? null : width > 0 ? text.stripLeading() : text.stripTrailing();
        }
    }

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
        Walk walk = new Walk(line, false);
        walk.from(0, 0);
        return new PrefixedLine(walk.found, !walk.exhausted());
    }

    /**
     * Whether a line break in a name may have torn a line apart here: {@code line} can be the beginning of one with this prefix, and ends
     * inside a name. The server cleans {@code application_name}, and no other (PostgreSQL docs 20.8.3).
     */
    boolean mayBeTorn(String line) {
        Walk walk = new Walk(line, true);
        return walk.from(0, 0) && !walk.exhausted();
    }

    /** One look for every way in which a line can be read, those with short values first. */
    private final class Walk {

        private static final int MOST_READINGS = 256;
        private static final int MOST_STEPS = 50_000;

        private final String line;
        private final boolean torn;
        private final List<PrefixedLine.Reading> found = new ArrayList<>();
        private final Map<Escape, String> values = new EnumMap<>(Escape.class);
        private final @Nullable BitSet[] dead = new BitSet[pieces.size() + 1];
        private int steps;

        /** How many escapes have two values in the reading at hand, which is none then. */
        private int contradictions;

        /** @param torn whether the line need not go on behind a name */
        Walk(String line, boolean torn) {
            this.line = line;
            this.torn = torn;
        }

        boolean exhausted() {
            return found.size() >= MOST_READINGS || steps >= MOST_STEPS;
        }

        /** Whether what begins with that piece and stands at {@code at} can be read. */
        private boolean from(int piece, int at) {
            BitSet hopeless = dead[piece] == null ? dead[piece] = new BitSet() : dead[piece];
            if (hopeless.get(at) || exhausted()) {
                return false;
            }
            steps++;
            boolean any = torn
                    ? piece < pieces.size() && pieces.get(piece) instanceof Value value && mayEndIn(value, at)
                    : (piece == pieces.size() || piece == sessionsOnly) && label(piece, at);
            if (piece < pieces.size() && !(torn && any)) {
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

        private boolean mayEndIn(Value value, int at) {
            return (value.escape() == Escape.USER || value.escape() == Escape.DATABASE)
                    && line.length() - at < Math.max(value.escape().longest, Math.abs(value.width()));
        }

        private boolean value(Value value, int piece, int at) {
            Escape escape = value.escape();
            boolean any = false;
            int last = Math.min(line.length(), at + Math.max(escape.longest, Math.abs(value.width())));
            for (int end = at; end <= last; end++) {
                String read = mayEnd(piece + 1, end) ? value.unpadded(line.substring(at, end)) : null;
                if (read != null && escape.fits(read)) {
                    String before = values.putIfAbsent(escape, read);
                    contradictions += before == null || before.equals(read) ? 0 : 1;
                    any |= from(piece + 1, end);
                    contradictions -= before == null || before.equals(read) ? 0 : 1;
                    if (before == null) {
                        values.remove(escape);
                    }
                }
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
            PrefixedLine.Reading reading = new PrefixedLine.Reading(read, label.group(1), label.group(2));
            if (contradictions == 0 && reading.isPossible()) {
                found.add(reading);
            }
            return true;
        }
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
