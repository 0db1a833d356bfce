package dev.schemagate.sql;

import java.util.Arrays;

/** Lines and columns of a text, and the way from bytes and code points to {@code char} offsets. */
final class LineIndex {
    private final String text;
    private final int[] starts;

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
        int column = text.codePointCount(starts[line - 1], at) + 1;
        return new SourceRange(at, Math.max(0, Math.min(end, text.length()) - at), line, column);
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
