package dev.schemagate.sql;

import java.util.Arrays;

/** Lines and columns of a text. For one thread. */
final class LineIndex {
    private final String text;
    private final int[] starts;
    private int lastOffset;
    private int lastLine = 1;
    private int lastColumn = 1;

    LineIndex(String text) {
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
    }

    /** The range between two offsets in {@code char}s. */
    SourceRange range(int start, int end) {
        int at = Math.min(start, text.length());
        int line = line(at);
        int column = column(line, at);
        return new SourceRange(at, Math.max(0, Math.min(end, text.length()) - at), line, column);
    }

    /** Counts on from the place last asked for, since a whole file may be one line. */
    private int column(int line, int at) {
        boolean onward = line == lastLine && at >= lastOffset;
        int from = onward ? lastOffset : starts[line - 1];
        lastColumn = (onward ? lastColumn : 1) + text.codePointCount(from, at);
        lastLine = line;
        lastOffset = at;
        return lastColumn;
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
