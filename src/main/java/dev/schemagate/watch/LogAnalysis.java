package dev.schemagate.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.verdict.Attribution;
import dev.schemagate.watch.verdict.Attribution.Owner;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Relevance;
import dev.schemagate.watch.verdict.Verdict;
import dev.schemagate.watch.verdict.VerdictPolicy;

/** Turns records of the log into the history that the verdict is made from. */
final class LogAnalysis {

    private static final Logger LOG = Logger.getLogger(LogAnalysis.class);

    private final VerdictPolicy policy;
    private final WatchScope scope;
    private final Clock clock;
    private final int sources;
    private final ErrorBook book = new ErrorBook();
    private final Misreadings misreadings;
    private final Map<String, Instant> marks = new HashMap<>();
    private Relevance relevance = Relevance.NONE;
    /** Whoever asks how far the log lags reads it, too. */
    private volatile History history;

    private String gap = "";
    private String released = "";

    /**
     * @param history what is known before anything was read
     * @param needed what a log must tell of a session
     */
    LogAnalysis(WatchSettings settings, Clock clock, History history, Set<Field> needed) {
        this.misreadings = new Misreadings(needed);
        this.policy = settings.policy();
        this.scope = settings.scope();
        this.sources = settings.sources().size();
        this.clock = clock;
        this.history = history;
    }

    /** A record of {@code source}. */
    void take(String source, LogRecord found, PollContext context) {
        if (found instanceof LogRecord.Failed failed) {
            errors(failed, misreadings.of(source), context);
        } else if (!(found instanceof LogRecord.Canary canary)) {
            reached(source, found.time());
        } else if (!canary.written()
                .excludes(Field.DATABASE, context.attribution().database())) {
            canary(source, canary);
        }
    }

    /** Where a canary of this database was not read right, the log has been read and proves nothing. */
    private void canary(String source, LogRecord.Canary canary) {
        if (misreadings.check(source, canary)) {
            reached(source, canary.time());
        } else {
            history = history.gap();
        }
    }

    /** Why the log is not read right; null where every canary of late says that it is. */
    Verdict.@Nullable Unproven misread() {
        return misreadings
                .reason()
                .map(reason -> new Verdict.Unproven(Misreadings.CODE, reason))
                .orElse(null);
    }

    /** The log as a whole has got as far as the slowest of its sources. */
    private void reached(String source, Instant time) {
        marks.put(source, time);
        if (marks.size() >= sources) {
            Instant slowest = marks.values().stream().min(Instant::compareTo).orElse(time);
            history = history.reached(slowest, clock.instant(), policy);
        }
    }

    /** Several that are told together were the first and the last of them, as far as a verdict can tell. */
    private void errors(LogRecord.Failed failed, Set<Field> distrusted, PollContext context) {
        DatabaseError last = failed.error().without(distrusted);
        if (failed.count() > 1) {
            error(last.at(failed.first()), 1, context);
        }
        error(last, Math.max(1, failed.count() - 1), context);
    }

    private void error(DatabaseError error, long times, PollContext context) {
        Attribution attribution = context.attribution();
        if (attribution.unclaimed(error)) {
            attribution = context.attributionNow();
        }
        Owner owner = attribution.owner(error);
        if (owner == Owner.NOBODY) {
            return;
        }
        boolean relevant = relevance.counts(error, null)
                && (!Relevance.isStalePlan(error) || relevance.counts(error, context.lastChange()));
        boolean counted = relevant && Attribution.counts(owner, scope);
        if (Relevance.isStalePlan(error)) {
            relevance = relevance.with(error.time());
        }
        if (attribution.self().claims(error.session())) {
            context.identification().sessionSeen();
        } else if (owner == Owner.POD && !error.remoteHost().isEmpty()) {
            context.identification().strange(error.remoteHost());
        }
        book.add(error, owner, counted, times);
        for (long i = 0; counted && i < Math.min(times, Math.max(1, policy.threshold())); i++) {
            history = history.failed(error.time(), policy);
        }
    }

    /** What was read so far of {@code source} proves nothing more: it was away, or something of it is lost. */
    void gap(String source, String reason) {
        if (!reason.equals(gap) && history.watermark() != null) {
            LOG.warnf("part of the log may be missing code=%s reason=\"%s\"", Reading.GAP, reason);
        }
        gap = reason;
        history = history.gap();
        marks.remove(source);
    }

    /** The closed gate opens, whatever log time is left. */
    void release(String why) {
        released = why;
        history = history.release();
    }

    /** Whether something was read of {@code source} that proves how far it is known. */
    boolean isProven(String source) {
        return marks.containsKey(source);
    }

    /** Up to which log time {@code source} is known to be read; null where nothing was read that proves it. */
    @Nullable
    Instant reached(String source) {
        return marks.get(source);
    }

    /**
     * The verdict, which tells of a gap until the log was clean for a whole window after it, and likewise of why a closed gate was
     * opened. A gate that it opens stays open until the next error.
     */
    Verdict verdict(Verdict.@Nullable Unproven obstacle, String unreadable) {
        Verdict verdict = Verdict.of(history, obstacle, unreadable, clock.instant(), policy);
        if (history.isShut(policy) && !(verdict instanceof Verdict.Bad)) {
            history = history.release();
        }
        if (verdict instanceof Verdict.Unproven unproven) {
            boolean lost = unproven.code().equals(Verdict.WATCHING) && !gap.isEmpty();
            String reason = lost ? gap + "; since then " + unproven.reason() : unproven.reason();
            return new Verdict.Unproven(
                    lost ? Reading.GAP : unproven.code(), released.isEmpty() ? reason : released + "; " + reason);
        }
        released = "";
        gap = verdict instanceof Verdict.Clean ? "" : gap;
        return verdict;
    }

    History history() {
        return history;
    }

    ErrorBook book() {
        return book;
    }
}
