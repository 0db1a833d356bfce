package dev.schemagate.sql;

import java.util.Arrays;

/** Lines and columns of a text. */
public final class LineIndex {
    /** A whole file may be one line, so columns are counted from the last of these steps. */
    private static final int STEP = 1 << 10;

    private final String text;
    private final int[] starts;
    private final int[] pointsBefore;

    public LineIndex(String text) {
        this.text = text;
        int[] found = new int[64];
        int count = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = i + 1;
        }
        starts = Arrays.copyOf(found, count);
        pointsBefore = pointsBefore(text);
    }

    /** The range between two offsets in {@code char}s. */
    public SourceRange range(int start, int end) {
        int at = Math.min(start, text.length());
        int line = line(at);
        int column = pointsUpTo(at) - pointsUpTo(starts[line - 1]) + 1;
        return new SourceRange(at, Math.max(0, Math.min(end, text.length()) - at), line, column);
    }

    private static int[] pointsBefore(String text) {
        int[] before = new int[text.length() / STEP + 1];
        for (int step = 1; step < before.length; step++) {
            before[step] = before[step - 1] + points(text, (step - 1) * STEP, step * STEP);
        }
        return before;
    }

    /** The code points that begin in a stretch, which may cut a pair of surrogates. */
    private static int points(String text, int from, int to) {
        int points = 0;
        for (int i = from; i < to; i++) {
            if (!Character.isLowSurrogate(text.charAt(i))) {
                points++;
            }
        }
        return points;
    }

    private int pointsUpTo(int offset) {
        int step = offset / STEP;
        return pointsBefore[step] + points(text, step * STEP, offset);
    }

    /** The line of an offset, from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Where a line begins; the end of the text for a line past the last. */
    int startOf(int line) {
        return line <= starts.length ? starts[line - 1] : text.length();
    }
}
