package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.DatabaseError;

/**
 * Which errors say that an object is missing. Remembers the burst of "cached plan" errors at hand: a pod heals from one by
 * itself, so that it counts only when it comes again {@value #SETTLED_SECONDS} s after the catalog changed.
 *
 * @param burst when the burst began
 * @param last its last error
 */
public record Relevance(@Nullable Instant burst, @Nullable Instant last) {

    public static final Relevance NONE = new Relevance(null, null);

    static final long SETTLED_SECONDS = 30;
    private static final Duration SETTLED = Duration.ofSeconds(SETTLED_SECONDS);

    /** After that long without one, the next comes from another change of the catalog. */
    private static final Duration BURST = Duration.ofMinutes(5);

    /** With the marks that PostgreSQL's translations use. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|[«»][^«»]*[«»]");

    public static boolean isStalePlan(DatabaseError error) {
        return error.sqlState().equals("0A000") && error.message().contains("cached plan");
    }

    /** Whether the error counts where the catalog last changed at {@code change}; null where we do not know. */
    public boolean counts(DatabaseError error, @Nullable Instant change) {
        return switch (error.sqlState()) {
            case "0A000" -> isStalePlan(error) && persists(error.time(), change);
            // "missing FROM-clause entry" has the same SQLSTATE and is a bug of the app; the keyword stands in every
            // language.
            case "42P01" -> !QUOTED.matcher(error.message()).replaceAll("").contains("FROM");
            default -> true;
        };
    }

    private boolean persists(Instant time, @Nullable Instant change) {
        Instant since = with(time).burst;
        if (change != null && (since == null || change.isAfter(since))) {
            since = change;
        }
        return since != null && !time.isBefore(since.plus(SETTLED));
    }

    /** After a "cached plan" error at {@code time}. */
    public Relevance with(Instant time) {
        boolean another = last == null || Duration.between(last, time).compareTo(BURST) > 0;
        return new Relevance(another ? time : burst, time);
    }
}
