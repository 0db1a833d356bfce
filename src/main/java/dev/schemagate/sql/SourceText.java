package dev.schemagate.sql;

/**
 * A text to parse and the name it is known by.
 *
 * @param name what findings print before the line, usually a path
 */
public record SourceText(String name, String text) {

    /** The range between two offsets in {@code char}s, with line and column counted. Linear in {@code start}. */
    public SourceRange range(int start, int end) {
        return new LineIndex(text).range(start, end);
    }
}
