package dev.schemagate.sql;

import java.util.Locale;

/**
 * A lexical element.
 *
 * @param start in the text that was read, in {@code char}s
 * @param end just past it
 */
record Token(Type type, int start, int end) {

    enum Type {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        PARAMETER,
        SYMBOL,
        COMMENT,
        BACKSLASH,
        /** A string, quoted name or comment that the text ends in. */
        UNTERMINATED
    }

    String text(String source) {
        return source.substring(start, end);
    }

    /** Whether it is this keyword or name, written without quotes in any case. */
    boolean isWord(String source, String lowerCase) {
        return type == Type.WORD
                && end - start == lowerCase.length()
                && source.regionMatches(true, start, lowerCase, 0, lowerCase.length());
    }

    boolean isSymbol(String source, char symbol) {
        return type == Type.SYMBOL && source.charAt(start) == symbol;
    }

    /** A word in lower case, else the text itself. */
    String word(String source) {
        return type == Type.WORD ? text(source).toLowerCase(Locale.ROOT) : text(source);
    }
}
