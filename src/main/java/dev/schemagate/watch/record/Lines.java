package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;

/** Lines in bytes. */
final class Lines {

    /** More than what is kept of a statement. */
    static final int LONGEST = 64 << 10;

    private Lines() {}

    /** Where the line begins that holds {@code at}. */
    static int start(byte[] bytes, int from, int at) {
        int i = at;
        while (i > from && bytes[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    /** Where the newline of the line stands that holds {@code at}; {@code to} where there is none. */
    static int end(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Just behind the last newline in {@code bytes[from, to)}; {@code from} where there is none. */
    static int complete(byte[] bytes, int from, int to) {
        return start(bytes, from, to);
    }

    /** The text, of a very long line its beginning: it may be read in many ways, each with a text of its own. */
    static String beginning(byte[] bytes, int from, int to) {
        return text(bytes, from, Math.min(to, from + LONGEST));
    }

    /** The text; bytes that are no UTF-8 become U+FFFD. */
    static String text(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
