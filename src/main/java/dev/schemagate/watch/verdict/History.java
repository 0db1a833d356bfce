package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the log has shown so far, in log time. Immutable; each event makes the next history.
 *
 * @param watermark up to when the log has been read; null before the first proof
 * @param arrived when the watermark last moved, by our clock; when watching began where it never did
 * @param cleanSince since when no counted error was seen without a gap in the data
 * @param recent the last counted errors, at most as many as the threshold
 * @param closedBy the last error that closed the gate or kept it closed; null where none ever did
 * @param closures how many times in a row it closed
 * @param released whether the gate was opened again for another reason than clean log time
 */
public record History(
        @Nullable Instant watermark,
        Instant arrived,
        @Nullable Instant cleanSince,
        List<Instant> recent,
        @Nullable Instant closedBy,
        int closures,
        boolean released) {

    /** Backends write their lines a little out of order; more than that is a clock that was set back. */
    private static final Duration DISORDER = Duration.ofSeconds(2);

    private static final int LONGEST = 1_000;

    public static History begin(Instant now) {
        return new History(null, now, null, List.of(), null, 0, false);
    }

    /**
     * A gate that an earlier process of this pod had closed.
     *
     * @param arrived when that process last read something, by our clock
     */
    public static History closed(Instant arrived, Instant closedBy, int closures) {
        return new History(null, arrived, null, List.of(), closedBy, closures, false);
    }

    /**
     * The log has been read up to {@code time}. An error that it has told already cannot lie a window ahead of that: its clock was wrong,
     * and neither keeps the gate closed nor the clean time from beginning until then.
     */
    public History reached(Instant time, Instant now, VerdictPolicy policy) {
        return notAfter(time.plus(policy.window())).proven(time, now, policy);
    }

    private History notAfter(Instant latest) {
        return new History(
                watermark,
                arrived,
                cleanSince == null ? null : min(cleanSince, latest),
                recent.stream().map(error -> min(error, latest)).toList(),
                closedBy == null ? null : min(closedBy, latest),
                closures,
                released);
    }

    private History proven(Instant time, Instant now, VerdictPolicy policy) {
        Instant before = watermark;
        if (before == null) {
            return new History(time, now, max(cleanSince, time), recent, closedBy, closures, released);
        }
        if (time.isBefore(before.minus(DISORDER))) {
            // The clock was set back: what was counted cannot lie ahead, and the clean time begins anew.
            History back = notAfter(time);
            return new History(time, now, time, back.recent, back.closedBy, closures, released);
        }
        if (!time.isAfter(before)) {
            return this;
        }
        boolean gap = Duration.between(before, time).compareTo(policy.window()) > 0;
        return new History(
                time,
                now,
                gap || cleanSince == null ? time : cleanSince,
                recent,
                gap && isShut(policy) ? time : closedBy,
                closures,
                released);
    }

    /** A counted error. */
    public History failed(Instant time, VerdictPolicy policy) {
        List<Instant> errors = new ArrayList<>(recent);
        errors.add(time);
        int keep = Math.min(LONGEST, Math.max(1, policy.threshold()));
        while (errors.size() > keep) {
            errors.remove(0);
        }
        boolean shut = isShut(policy);
        boolean trips =
                errors.size() == keep && Duration.between(errors.get(0), time).compareTo(policy.window()) <= 0;
        Instant clean = max(cleanSince, time);
        if (!shut && !trips) {
            return new History(watermark, arrived, clean, List.copyOf(errors), closedBy, closures, released);
        }
        int count = shut ? closures : closures(time, policy);
        return new History(watermark, arrived, clean, List.copyOf(errors), max(closedBy, time), count, false);
    }

    /** Nothing before the next proof counts as clean, since something may have been missed. */
    public History gap() {
        return new History(watermark, arrived, null, recent, closedBy, closures, released);
    }

    /** The gate opens, whatever log time is left; only another error closes it, and nothing before the next proof is clean. */
    public History release() {
        return new History(watermark, arrived, null, recent, closedBy, closures, true);
    }

    /** Whether the gate is closed: the quiet time since the last error has not passed yet, and nothing else has opened it. */
    public boolean isShut(VerdictPolicy policy) {
        return closedBy != null && !released && (watermark == null || watermark.isBefore(opensAt(policy)));
    }

    /** The log time at which the gate opens if nothing else happens. */
    Instant opensAt(VerdictPolicy policy) {
        return closedBy == null ? Instant.MIN : closedBy.plus(policy.quiet(closures));
    }

    /** Whether what is clean now comes after errors that had closed the gate, and proves nothing before it opened. */
    boolean isReopened(VerdictPolicy policy) {
        return closedBy != null && cleanSince != null && !cleanSince.isAfter(opensAt(policy));
    }

    /** Since when what was read counts; null where nothing does. A closed pod gets no traffic, so that its quiet time proves nothing. */
    @Nullable
    Instant countsFrom(VerdictPolicy policy) {
        return isReopened(policy) && !released ? opensAt(policy) : cleanSince;
    }

    /** The log time at which all that counts fills a window; null where nothing counts. */
    @Nullable
    Instant verifiedAt(VerdictPolicy policy) {
        Instant from = countsFrom(policy);
        return from == null ? null : from.plus(policy.window());
    }

    /** How many times in a row it would have closed, if it closed when everything that is known had happened. */
    int nextClosures(VerdictPolicy policy) {
        return isShut(policy) ? closures + 1 : watermark == null ? 1 : closures(watermark, policy);
    }

    private int closures(Instant time, VerdictPolicy policy) {
        return flaps(time, policy) ? closures + 1 : 1;
    }

    private boolean flaps(Instant time, VerdictPolicy policy) {
        return closedBy != null && Duration.between(opensAt(policy), time).compareTo(policy.quietMax()) < 0;
    }

    private static Instant max(@Nullable Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
