package dev.schemagate.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** Times as somebody reads them at night: to the second, and how long ago. */
record Ages(Instant now) {

    /** As {@code 2026-11-26T03:07:12Z}. */
    public String at(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As {@code 4 min}; of a clock that is ahead, {@code 0 s}. */
    public String since(@Nullable Instant time) {
        return time == null ? "" : span(Duration.between(time, now));
    }

    /** As {@code 12 ms}, {@code 3.4 s}, {@code 4 min}. */
    public String took(long millis) {
        return millis < 1_000
                ? millis + " ms"
                : millis < 10_000 ? millis / 100 / 10.0 + " s" : span(Duration.ofMillis(millis));
    }

    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }
}
