package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The SQLSTATEs that are looked for, and the one of our canaries; fast on bytes. */
public final class States {

    /** The SQLSTATE of a canary. It lets one search find errors and canaries, and no statement's text can be taken for one. */
    public static final String CANARY = "SG001";

    static final int LENGTH = 5;
    private static final long MASK = 0xff_ffff_ffffL;

    private final Set<String> names;
    private final long[] packed;
    private final boolean[] lastBytes = new boolean[256];

    public States(Collection<String> names) {
        Set<String> all = new TreeSet<>(names);
        all.add(CANARY);
        this.names = Set.copyOf(all);
        this.packed = all.stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .filter(bytes -> bytes.length == LENGTH)
                .mapToLong(bytes -> pack(bytes, 0))
                .toArray();
        for (long state : packed) {
            lastBytes[(int) (state & 0xff)] = true;
        }
    }

    /** The first SQLSTATE of an error that stands in {@code text} as a word of its own. */
    Optional<String> word(String text) {
        return names.stream()
                .filter(state -> !state.equals(CANARY)
                        && Pattern.compile("(?<!\\w)" + state + "(?!\\w)")
                                .matcher(text)
                                .find())
                .findFirst();
    }

    boolean contains(String state) {
        return names.contains(state);
    }

    /** Whether one of the SQLSTATEs stands at {@code at}. */
    boolean at(byte[] bytes, int at, int to) {
        if (at < 0 || at + LENGTH > to) {
            return false;
        }
        long found = pack(bytes, at);
        for (long state : packed) {
            if (state == found) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the SQLSTATEs stands anywhere in {@code bytes[from, to)}. */
    boolean in(byte[] bytes, int from, int to) {
        long window = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            window = (window << 8 | b & 0xffL) & MASK;
            if (lastBytes[b & 0xff] && i - from >= LENGTH - 1) {
                for (long state : packed) {
                    if (state == window) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof States that && that.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    private static long pack(byte[] b, int at) {
        return (b[at] & 0xffL) << 32
                | (b[at + 1] & 0xffL) << 24
                | (b[at + 2] & 0xffL) << 16
                | (b[at + 3] & 0xffL) << 8
                | b[at + 4] & 0xffL;
    }
}
