package dev.schemagate.watch.source;

import java.time.Instant;

/** How far a container's log has been read: the time of the last line in the place of an offset, in ns, and a mark whether there was one. */
record PodPosition(Instant last, boolean any) {

    private static final String LINE = "line";

    static Position of(String file, Instant last, boolean any) {
        long nanos = Math.addExact(Math.multiplyExact(last.getEpochSecond(), 1_000_000_000L), last.getNano());
        return new Position(file, nanos, any ? LINE : "", last);
    }

    static PodPosition of(Position kept) {
        return new PodPosition(
                Instant.ofEpochSecond(0, kept.offset()), kept.head().equals(LINE));
    }
}
