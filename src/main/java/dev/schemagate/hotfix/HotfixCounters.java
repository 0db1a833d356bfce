package dev.schemagate.hotfix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.schemagate.desired.Outcome;

/** What the replay counted since the process began. */
public final class HotfixCounters {

    final LongAdder satisfied = new LongAdder();
    final LongAdder applied = new LongAdder();
    final LongAdder conflict = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder undone = new LongAdder();
    final LongAdder lockTimeouts = new LongAdder();
    private final LongAdder lockWaitNanos = new LongAdder();
    private final AtomicLong longestHoldNanos = new AtomicLong();
    private volatile FileStatus.Seen seen = FileStatus.Seen.NOTHING;

    /** Statements that had nothing left to do, counted at every look. */
    public long satisfied() {
        return satisfied.sum();
    }

    public long applied() {
        return applied.sum();
    }

    public long conflict() {
        return conflict.sum();
    }

    public long refused() {
        return refused.sum();
    }

    /** Hotfixes that had been there and were gone: another engine removed them. */
    public long undone() {
        return undone.sum();
    }

    public long lockTimeouts() {
        return lockTimeouts.sum();
    }

    /** Seconds that statements waited for locks they did not get. */
    public double lockWaitSeconds() {
        return lockWaitNanos.sum() / 1e9;
    }

    /** The longest time between the end of a statement and its commit: what the proof adds to the lock. */
    public Duration longestHold() {
        return Duration.ofNanos(longestHoldNanos.get());
    }

    /** How many statements the last look found to be so; what that look found to be done counts as satisfied once it is. */
    public long seen(Outcome verdict) {
        return seen.outcomes().getOrDefault(verdict, 0L);
    }

    /** What the last look found, file by file. */
    public List<FileStatus> files() {
        return seen.files();
    }

    void saw(FileStatus.Seen now) {
        seen = now;
    }

    void waited(long nanos) {
        lockWaitNanos.add(nanos);
    }

    void held(long nanos) {
        longestHoldNanos.accumulateAndGet(nanos, Math::max);
    }
}
