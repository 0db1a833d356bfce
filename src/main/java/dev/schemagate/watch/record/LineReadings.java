package dev.schemagate.watch.record;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** One look for every way in which a line can be read, those with short values first. */
final class LineReadings {

    private static final int MOST_READINGS = 256;
    private static final int MOST_STEPS = 50_000;

    private static final Pattern LABEL = Pattern.compile("([\\p{L}\\p{M}]{1,20}\\d?\u00a0?):  (.*)", Pattern.DOTALL);

    private final List<PrefixPiece> pieces;
    private final int sessionsOnly;
    private final String line;
    private final boolean torn;
    private final List<PrefixedLine.Reading> found = new ArrayList<>();
    private final Map<Escape, String> values = new EnumMap<>(Escape.class);
    private final @Nullable BitSet[] dead;
    private int steps;

    /** How many escapes have two values in the reading at hand, which is none then. */
    private int contradictions;

    /**
     * @param sessionsOnly before which piece {@code %q} stands; -1 where there is none
     * @param torn whether the line need not go on behind a name
     */
    LineReadings(List<PrefixPiece> pieces, int sessionsOnly, String line, boolean torn) {
        this.pieces = pieces;
        this.sessionsOnly = sessionsOnly;
        this.line = line;
        this.torn = torn;
        this.dead = new BitSet[pieces.size() + 1];
    }

    /** Every reading, and whether those are all. */
    PrefixedLine all() {
        from(0, 0);
        return new PrefixedLine(found, !exhausted());
    }

    /** Whether there is one, and all were looked at. */
    boolean any() {
        return from(0, 0) && !exhausted();
    }

    private boolean exhausted() {
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
                ? piece < pieces.size() && pieces.get(piece) instanceof PrefixPiece.Value value && mayEndIn(value, at)
                : (piece == pieces.size() || piece == sessionsOnly) && label(piece, at);
        if (piece < pieces.size() && !(torn && any)) {
            any |= pieces.get(piece) instanceof PrefixPiece.Text text
                    ? line.startsWith(text.text(), at)
                            && from(piece + 1, at + text.text().length())
                    : value((PrefixPiece.Value) pieces.get(piece), piece, at);
        }
        if (!any) {
            hopeless.set(at);
        }
        return any;
    }

    private boolean mayEndIn(PrefixPiece.Value value, int at) {
        return (value.escape() == Escape.USER || value.escape() == Escape.DATABASE)
                && line.length() - at < value.longest();
    }

    private boolean value(PrefixPiece.Value value, int piece, int at) {
        Escape escape = value.escape();
        boolean any = false;
        int last = Math.min(line.length(), at + value.longest());
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
                || !(pieces.get(next) instanceof PrefixPiece.Text text)
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
            if (rest instanceof PrefixPiece.Value value && value.escape().field != null) {
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
