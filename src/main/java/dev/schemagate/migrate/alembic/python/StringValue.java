package dev.schemagate.migrate.alembic.python;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** What a string literal, or several in a row, stand for, and where each of its characters comes from. */
final class StringValue {

    private static final String PLAIN = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

    private final StringBuilder value = new StringBuilder();
    private int[] origins = new int[64];

    /** Null where it takes Python to know: bytes, an expression inside, a character by its name. */
    static @Nullable StringValue of(String text, Iterable<PythonToken> literals) {
        StringValue value = new StringValue();
        for (PythonToken literal : literals) {
            if (!value.add(text, literal)) {
                return null;
            }
        }
        return value;
    }

    String text() {
        return value.toString();
    }

    /** For each character, and for the end, its offset in the source. */
    int[] origins() {
        return Arrays.copyOf(origins, value.length() + 1);
    }

    private boolean add(String text, PythonToken literal) {
        boolean formatted = Strings.hasPrefix(text, literal.start(), 'f');
        if (Strings.hasPrefix(text, literal.start(), 'b') || Strings.hasPrefix(text, literal.start(), 't')) {
            return false;
        }
        boolean raw = Strings.hasPrefix(text, literal.start(), 'r');
        int quote = Strings.quoteOf(text, literal.start());
        int marks = Strings.isTriple(text, quote) ? 3 : 1;
        int end = literal.end() - marks;
        for (int at = quote + marks; at < end; ) {
            char c = text.charAt(at);
            if (formatted && (c == '{' || c == '}')) {
                if (c == '{' && !text.startsWith("{{", at)) {
                    return false;
                }
                append(c, at);
                at += 2;
            } else if (c == '\\' && !raw) {
                at = escape(text, at);
                if (at < 0) {
                    return false;
                }
            } else {
                append(c, at++);
            }
        }
        origin(value.length(), end);
        return true;
    }

    /** Where to go on; below 0 for an escape that is not known here. */
    private int escape(String text, int at) {
        char kind = text.charAt(at + 1);
        int plain = PLAIN.indexOf(kind);
        if (kind == '\n') {
            return at + 2;
        }
        if (plain >= 0) {
            append(MEANT.charAt(plain), at);
            return at + 2;
        }
        if (kind >= '0' && kind <= '7') {
            int end = at + 2;
            while (end < at + 4 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
                end++;
            }
            append((char) Integer.parseInt(text.substring(at + 1, end), 8), at);
            return end;
        }
        int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        if (digits > 0) {
            return hexadecimal(text, at, digits);
        }
        if (kind == 'N') {
            return -1;
        }
        append('\\', at);
        return at + 1;
    }

    private int hexadecimal(String text, int at, int digits) {
        long code = 0;
        for (int i = at + 2; i < at + 2 + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        if (code > Character.MAX_CODE_POINT) {
            return -1;
        }
        for (char c : Character.toChars((int) code)) {
            append(c, at);
        }
        return at + 2 + digits;
    }

    private void append(char c, int at) {
        origin(value.length(), at);
        value.append(c);
    }

    private void origin(int index, int at) {
        if (index >= origins.length) {
            origins = Arrays.copyOf(origins, origins.length * 2);
        }
        origins[index] = at;
    }
}
