package dev.schemagate.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A text that is parsed by itself, and its place in the file: a statement, a body inside a string constant, an expression.
 */
final class Fragment {
    private final String text;
    private final LineIndex lines;
    private final int base;
    private final int @Nullable [] offsets;
    private @Nullable List<Token> tokens;
    private int @Nullable [] byteToChar;

    private Fragment(String text, LineIndex lines, int base, int @Nullable [] offsets) {
        this.text = text;
        this.lines = lines;
        this.base = base;
        this.offsets = offsets;
    }

    /** A stretch of the file itself. */
    static Fragment of(String file, LineIndex lines, int start, int end) {
        return new Fragment(file.substring(start, end), lines, start, null);
    }

    /** The same length of text as a stretch of this one, possibly with other words, as PL/pgSQL's SELECT for PERFORM. */
    Fragment stretch(int start, String content) {
        if (offsets == null) {
            return new Fragment(content, lines, base + start, null);
        }
        int[] part = new int[content.length() + 1];
        for (int i = 0; i < part.length; i++) {
            part[i] = offsets[Math.min(start + i, offsets.length - 1)];
        }
        return new Fragment(content, lines, 0, part);
    }

    /** What PERFORM at an offset became: SELECT, one letter shorter; its first letter stands for two. */
    Fragment performed(int start, String select) {
        int[] part = new int[select.length() + 1];
        for (int i = 0; i < part.length; i++) {
            part[i] = inFile(i == 0 ? start : start + i + 1);
        }
        return new Fragment(select, lines, 0, part);
    }

    /** A text that stands for the point at an offset, because its own place is not known. */
    Fragment stretchAt(int start, String content) {
        int[] point = new int[content.length() + 1];
        Arrays.fill(point, inFile(start));
        return new Fragment(content, lines, 0, point);
    }

    /** This text behind some words that are not in the file. */
    Fragment prefixed(String prefix) {
        int[] mapped = new int[prefix.length() + text.length() + 1];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = inFile(Math.max(0, i - prefix.length()));
        }
        return new Fragment(prefix + text, lines, 0, mapped);
    }

    Fragment part(int start, int end) {
        return stretch(start, text.substring(start, end));
    }

    /** The inside of a string constant of this text. */
    Fragment inside(Literal literal) {
        if (offsets == null && literal.isStraight()) {
            return new Fragment(literal.value(), lines, base + literal.offsets()[0], null);
        }
        int[] mapped = new int[literal.offsets().length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = inFile(literal.offsets()[i]);
        }
        return new Fragment(literal.value(), lines, 0, mapped);
    }

    String text() {
        return text;
    }

    byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    List<Token> tokens() {
        if (tokens == null) {
            tokens = Lexer.significant(text);
        }
        return tokens;
    }

    SourceRange range(int start, int end) {
        return lines.range(inFile(start), inFile(end));
    }

    SourceRange range() {
        return range(0, text.length());
    }

    private int inFile(int offset) {
        return offsets == null ? base + offset : offsets[Math.max(0, Math.min(offset, offsets.length - 1))];
    }

    /** The offset in {@code char}s of a location in the syntax tree, which counts bytes; -1 stays -1. */
    int offsetOfByte(int location) {
        if (location < 0) {
            return -1;
        }
        int[] map = byteToChar;
        if (map == null) {
            map = mapBytes();
            byteToChar = map;
        }
        if (map.length == 0) {
            return Math.min(location, text.length());
        }
        return map[Math.min(location, map.length - 1)];
    }

    /** The offset in {@code char}s of an error's cursor, which counts code points from 1; the start for 0. */
    int offsetOfCursor(int cursor) {
        int points = Math.max(0, Math.min(cursor - 1, text.codePointCount(0, text.length())));
        return text.offsetByCodePoints(0, points);
    }

    /** Empty where every character is one byte. */
    private int[] mapBytes() {
        byte[] bytes = utf8();
        if (bytes.length == text.length()) {
            return new int[0];
        }
        int[] map = new int[bytes.length + 1];
        int at = 0;
        for (int i = 0; i < bytes.length; i++) {
            map[i] = at;
            boolean lastOfCharacter = i + 1 == bytes.length || (bytes[i + 1] & 0xC0) != 0x80;
            if (lastOfCharacter) {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        map[bytes.length] = text.length();
        return map;
    }
}
