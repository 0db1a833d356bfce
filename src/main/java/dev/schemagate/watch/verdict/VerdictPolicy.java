package dev.schemagate.watch.verdict;

import java.time.Duration;

/**
 * What a person chose in {@code gate.watch.*}.
 *
 * @param window of clean log time that makes verified; also the time without data after which nothing is known any more
 * @param threshold counted errors within one window that close the gate
 * @param quiet clean log time after which a closed gate opens again; doubles with each closure up to {@code quietMax}
 */
public record VerdictPolicy(Duration window, int threshold, Duration quiet, Duration quietMax) {

    /** The quiet time of the {@code closures}th closure in a row. */
    Duration quiet(int closures) {
        Duration doubled = quiet.multipliedBy(1L << Math.min(20, Math.max(0, closures - 1)));
        Duration most = quietMax.compareTo(quiet) < 0 ? quiet : quietMax;
        return doubled.compareTo(most) > 0 ? most : doubled;
    }
}
