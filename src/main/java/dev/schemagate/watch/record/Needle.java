package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Searches bytes for one ASCII text, by Horspool's rule: it looks at about one byte in as many as the text is long, which is
 * what makes a log with few matches cheap.
 */
final class Needle {

    private final byte[] text;
    private final int[] shift = new int[256];

    Needle(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(shift, this.text.length);
        for (int i = 0; i < this.text.length - 1; i++) {
            shift[this.text[i] & 0xff] = this.text.length - 1 - i;
        }
    }

    int length() {
        return text.length;
    }

    /** Where the text begins in {@code bytes[from, to)}; -1 where it does not occur. */
    int find(byte[] bytes, int from, int to) {
        int last = text.length - 1;
        for (int i = from; i + last < to; i += shift[bytes[i + last] & 0xff]) {
            int k = last;
            while (bytes[i + k] == text[k]) {
                if (k-- == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
