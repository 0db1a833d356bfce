package dev.schemagate.sql;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A string constant of the source, decoded, with the way back.
 *
 * @param value what the constant means
 * @param offsets of each {@code char} of the value in the source, and of its end
 */
record Literal(String value, int[] offsets) {

    /** Decodes a string token, or gives null for a form that is not decoded here (E strings with codes, U&, B, X). */
    static @Nullable Literal decode(String source, Token token) {
        int start = token.start();
        char first = source.charAt(start);
        if (first == '$') {
            int open = source.indexOf('$', start + 1) + 1;
            int close = token.end() - (open - start);
            return new Literal(source.substring(open, close), straight(open, close));
        }
        boolean escapes = first == 'e' || first == 'E';
        if (first != '\'' && !escapes && first != 'n' && first != 'N') {
            return null;
        }
        return unquote(source, start + (first == '\'' ? 1 : 2), token.end() - 1, escapes);
    }

    /** Whether each character of it is one of the source, as between dollar quotes. */
    boolean isStraight() {
        return offsets[value.length()] - offsets[0] == value.length();
    }

    private static @Nullable Literal unquote(String source, int from, int to, boolean escapes) {
        StringBuilder value = new StringBuilder(to - from);
        int[] offsets = new int[to - from + 1];
        for (int i = from; i < to; i++) {
            char c = source.charAt(i);
            offsets[value.length()] = i;
            if (c == '\'') {
                i++;
            } else if (c == '\\' && escapes) {
                int escape = "nrtbf\\'\"".indexOf(source.charAt(++i));
                if (escape < 0) {
                    return null;
                }
                c = "\n\r\t\b\f\\'\"".charAt(escape);
            }
            value.append(c);
        }
        offsets[value.length()] = to;
        return new Literal(value.toString(), Arrays.copyOf(offsets, value.length() + 1));
    }

    private static int[] straight(int from, int to) {
        int[] offsets = new int[to - from + 1];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = from + i;
        }
        return offsets;
    }
}
