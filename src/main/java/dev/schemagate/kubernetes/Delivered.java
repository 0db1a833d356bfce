package dev.schemagate.kubernetes;

import java.util.HashMap;
import java.util.Map;

/**
 * Which lines have been passed on. The API begins at a whole second, so that after a reconnect some lines come again: those are told
 * by time and text, since two writers of a container may get their lines into the log in another order than their times.
 */
final class Delivered {

    private static final int KEPT = 4096;

    /** How far back a line may be that comes late. */
    private static final long DISORDER = 2_000_000_000L;

    private final long[] times = new long[KEPT];
    private final long[] keys = new long[KEPT];
    private final long begin;
    private long count;
    private long last;

    /** How far back it is known which lines were passed on; what is older was. */
    private long oldest;

    private boolean any;

    /**
     * Nothing since {@code begin}.
     *
     * @param begin in ns
     * @param any whether that is the time of a line that was passed on, with all before it
     */
    Delivered(long begin, boolean any) {
        this.begin = begin;
        this.last = begin;
        this.oldest = any ? begin + 1 : begin;
        this.any = any;
    }

    void add(LogLine line) {
        int at = (int) (count++ % KEPT);
        if (count > KEPT) {
            oldest = Math.max(oldest, times[at] + 1);
        }
        times[at] = line.nanos();
        keys[at] = line.key();
        last = Math.max(last, line.nanos());
        any = true;
    }

    /** The time of the last line, else where to begin, in ns. */
    long last() {
        return last;
    }

    /** Whether there was a line at all, so that an answer that holds none of them is not the rest of the same log. */
    boolean any() {
        return any;
    }

    /** From when on to ask, in ns. */
    long from() {
        return any ? last - DISORDER : begin;
    }

    /** For one answer: which of its lines are new. */
    Fresh fresh() {
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < Math.min(count, KEPT); i++) {
            if (times[i] >= last - 2 * DISORDER) {
                seen.merge(keys[i], 1, Integer::sum);
            }
        }
        return new Fresh(seen, oldest, last);
    }

    /** Tells new lines of one answer from those that were passed on. */
    record Fresh(Map<Long, Integer> seen, long oldest, long last) {
        boolean isNew(LogLine line) {
            if (line.nanos() > last || line.nanos() < oldest) {
                return line.nanos() > last;
            }
            int left = seen.getOrDefault(line.key(), 0);
            seen.put(line.key(), Math.max(0, left - 1));
            return left == 0;
        }
    }
}
