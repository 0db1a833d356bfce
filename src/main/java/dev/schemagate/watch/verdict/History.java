package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the log has shown so far, in log time. Immutable; each event makes the next history.
 *
 * @param begun when watching began, by our clock
 * @param watermark up to when the log has been read; null before the first proof
 * @param arrived when the watermark last moved, by our clock
 * @param cleanSince since when no counted error was seen without a gap in the data
 * @param recent the last counted errors, at most as many as the threshold
 * @param closedBy the last error that closed the gate or kept it closed; null where none ever did
 * @param closures how many times in a row it closed
 */
public record History(
        Instant begun,
        @Nullable Instant watermark,
        Instant arrived,
        @Nullable Instant cleanSince,
        List<Instant> recent,
        @Nullable Instant closedBy,
        int closures) {

    /** Backends write their lines a little out of order; more than that is a clock that was set back. */
    private static final Duration DISORDER = Duration.ofSeconds(2);

    private static final int LONGEST = 1_000;

    public static History begin(Instant now) {
        return new History(now, null, now, null, List.of(), null, 0);
    }

    /** A gate that an earlier process of this pod had closed. */
    public static History closed(Instant now, Instant closedBy, int closures) {
        return new History(now, null, now, null, List.of(), closedBy, closures);
    }

    /** The log has been read up to {@code time}. */
    public History reached(Instant time, Instant now, Policy policy) {
        Instant before = watermark;
        if (before == null) {
            return new History(begun, time, now, max(cleanSince, time), recent, closedBy, closures);
        }
        if (time.isBefore(before.minus(DISORDER))) {
            // The clock was set back: what was counted cannot lie ahead, and the clean time begins anew.
            return new History(
                    begun,
                    time,
                    now,
                    time,
                    recent.stream().map(error -> min(error, time)).toList(),
                    closedBy == null ? null : min(closedBy, time),
                    closures);
        }
        if (!time.isAfter(before)) {
            return this;
        }
        boolean gap = Duration.between(before, time).compareTo(policy.window()) > 0;
        return new History(
                begun,
                time,
                now,
                gap || cleanSince == null ? time : cleanSince,
                recent,
                gap && isShut(policy) ? time : closedBy,
                closures);
    }

    /** A counted error. */
    public History failed(Instant time, Policy policy) {
        List<Instant> errors = new ArrayList<>(recent);
        errors.add(time);
        int keep = Math.min(LONGEST, Math.max(1, policy.threshold()));
        while (errors.size() > keep) {
            errors.remove(0);
        }
        boolean shut = isShut(policy);
        boolean trips =
                errors.size() == keep && Duration.between(errors.get(0), time).compareTo(policy.window()) <= 0;
        if (!shut && !trips) {
            return new History(
                    begun, watermark, arrived, max(cleanSince, time), List.copyOf(errors), closedBy, closures);
        }
        return new History(
                begun,
                watermark,
                arrived,
                max(cleanSince, time),
                List.copyOf(errors),
                max(closedBy, time),
                shut ? closures : flaps(time, policy) ? closures + 1 : 1);
    }

    /** Nothing before the next proof counts as clean, since something may have been missed. */
    public History gap() {
        return new History(begun, watermark, arrived, null, recent, closedBy, closures);
    }

    /** Whether the quiet time since the last error has not passed yet. */
    boolean isShut(Policy policy) {
        return closedBy != null && (watermark == null || watermark.isBefore(opensAt(policy)));
    }

    /** The log time at which the gate opens if nothing else happens. */
    Instant opensAt(Policy policy) {
        return closedBy == null ? Instant.MIN : closedBy.plus(policy.quiet(closures));
    }

    private boolean flaps(Instant time, Policy policy) {
        return closedBy != null && Duration.between(opensAt(policy), time).compareTo(policy.quietMax()) < 0;
    }

    private static Instant max(@Nullable Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
