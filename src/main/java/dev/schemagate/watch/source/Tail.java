package dev.schemagate.watch.source;

import java.util.Arrays;
import java.util.function.Consumer;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogRecord;

/**
 * The bytes of one file between what was read and what was understood. Holds at most one record that is not complete; of one
 * longer than {@value #LONGEST} bytes only the beginning is looked at, and the rest is passed over.
 */
final class Tail {

    static final int LONGEST = 8 << 20;
    private static final int USUAL = 64 << 10;

    private final LogFormat format;
    private byte[] buffer = new byte[USUAL];
    private int length;
    private long position;
    private boolean skipping;
    private long cut;

    Tail(LogFormat format, long position) {
        this.format = format;
        this.position = position;
    }

    /** Where the next byte to be read stands in the file. */
    long next() {
        return position + length;
    }

    /** What comes before it has been understood and is never read again. */
    long position() {
        return position;
    }

    /** How many records were too long to be read. */
    long cut() {
        return cut;
    }

    LogFormat format() {
        return format;
    }

    /** Goes on with the first line that begins behind {@code position}, since the one there was begun before. */
    void skipLine() {
        skipping = true;
    }

    /** Takes the next bytes of the file and reads the records that are complete. */
    void feed(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int start = from;
        if (skipping) {
            start = behindNewline(bytes, from, to);
            position += start - from;
            if (start == to && (to == from || bytes[to - 1] != '\n')) {
                return;
            }
            skipping = false;
        }
        append(bytes, start, to);
        drop(format.read(buffer, 0, length, settled, sink));
        if (length > LONGEST) {
            format.readCut(buffer, 0, length, sink);
            drop(length);
            skipping = true;
            cut++;
        }
        if (buffer.length > USUAL && length < USUAL / 2) {
            buffer = Arrays.copyOf(buffer, USUAL);
        }
    }

    /** Nothing more has come for a while: what waits for the beginning of the next record is complete. */
    void settle(Consumer<LogRecord> sink) {
        if (length > 0 && !skipping) {
            drop(format.read(buffer, 0, length, true, sink));
        }
    }

    /** Nothing more will come: what was never finished, as a full disk leaves it, is read as far as it goes. */
    void end(Consumer<LogRecord> sink) {
        settle(sink);
        if (length > 0 && !skipping) {
            format.readCut(buffer, 0, length, sink);
            drop(length);
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int needed = length + to - from;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(buffer.length * 2, LONGEST + USUAL)));
        }
        System.arraycopy(bytes, from, buffer, length, to - from);
        length = needed;
    }

    private void drop(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
        position += count;
    }

    private static int behindNewline(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return to;
    }
}
