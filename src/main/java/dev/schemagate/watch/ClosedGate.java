package dev.schemagate.watch;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.verdict.Verdict;
import dev.schemagate.watch.verdict.VerdictPolicy;

/**
 * What a closed gate was closed for, and whether the catalog has it now.
 *
 * @param earlier what an earlier process of this pod had closed it for; null where it was open
 * @param catalog null where no session is at hand
 */
record ClosedGate(
        WatchStore.@Nullable Closure earlier,
        LogAnalysis analysis,
        VerdictPolicy policy,
        Supplier<@Nullable Suggestions> catalog) {

    /** Why it is closed, in a sentence. */
    String reason(Verdict.Bad bad) {
        String evidence = analysis.book().evidence();
        if (evidence.isEmpty() && earlier != null) {
            evidence = "errors had closed the gate before it was restarted, the last at " + earlier.errorAt();
        }
        return evidence.isEmpty() ? bad.reason() : evidence + "; " + bad.reason();
    }

    /** What the errors that closed it complained of, also where an earlier process saw them. */
    Complaints complaints() {
        Instant last = analysis.history().closedBy();
        List<ErrorBook.Entry> counted =
                last == null ? List.of() : analysis.book().countedSince(last.minus(policy.window()));
        return counted.isEmpty() && earlier != null ? earlier.complaints() : Complaints.of(counted);
    }

    /** What they complained of and the catalog still does not have, as the end of a sentence. */
    String stillMissing() throws SQLException {
        Suggestions now = catalog.get();
        return now == null ? "" : now.stillMissing(complaints());
    }

    /** Opens it where the catalog has all that they complained of; returns whether it has. */
    boolean releaseIfMended() throws SQLException {
        Suggestions now = catalog.get();
        String mended = now == null ? "" : now.mended(complaints());
        if (!mended.isEmpty()) {
            analysis.release(mended);
        }
        return !mended.isEmpty();
    }
}
