package dev.schemagate.sql;

/**
 * A stretch of a source text.
 *
 * @param offset where it begins, in {@code char}s of {@link SourceText#text()}, from 0
 * @param length how many {@code char}s it covers; 0 for a point
 * @param line the line of its first character, from 1
 * @param column the column of its first character, from 1, in code points
 */
public record SourceRange(int offset, int length, int line, int column) {

    /** The offset just past the last character. */
    public int end() {
        return offset + length;
    }

    /** Whether the other range lies wholly in this one. */
    public boolean contains(SourceRange other) {
        return offset <= other.offset && other.end() <= end();
    }
}
