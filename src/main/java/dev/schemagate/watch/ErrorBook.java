package dev.schemagate.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.verdict.Attribution.Owner;

/** The different errors seen lately, with how often; bounded, so that ten thousand a second cost no memory. */
final class ErrorBook {

    private static final int MOST = 100;

    /**
     * One kind of error.
     *
     * @param error the first one, its statement without literals
     */
    record Entry(
            DatabaseError error,
            Owner owner,
            boolean counted,
            long count,
            Instant last,
            @Nullable Suggestion suggestion,
            @Nullable MissingObject missing) {

        private Entry again(Instant time, boolean alsoCounted, long times) {
            Instant latest = time.isAfter(last) ? time : last;
            return new Entry(error, owner, counted || alsoCounted, count + times, latest, suggestion, missing);
        }

        private Entry with(@Nullable Suggestion found, @Nullable MissingObject object) {
            return new Entry(error, owner, counted, count, last, found, object);
        }
    }

    private record Key(String sqlState, String message, String applicationName, String remoteHost, Owner owner) {}

    private record Total(String sqlState, Owner owner) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** Those that no suggestion was looked for yet, the oldest first; a few of {@link #entries}. */
    private final Map<Key, DatabaseError> unconsidered = new LinkedHashMap<>();

    private final Map<Total, LongAdder> totals = new ConcurrentHashMap<>();

    /** Notes an error that came {@code times} times. Cheap, since a flood of them must not keep the gate from closing. */
    void add(DatabaseError error, Owner owner, boolean counted, long times) {
        totals.computeIfAbsent(new Total(error.sqlState(), owner), t -> new LongAdder())
                .add(times);
        Key key = new Key(error.sqlState(), error.message(), error.applicationName(), error.remoteHost(), owner);
        Entry before = entries.remove(key);
        if (before != null) {
            entries.put(key, before.again(error.time(), counted, times));
            return;
        }
        if (entries.size() >= MOST) {
            Key oldest = entries.keySet().iterator().next();
            entries.remove(oldest);
            unconsidered.remove(oldest);
        }
        unconsidered.put(key, error);
        entries.put(key, new Entry(error.withoutLiterals(), owner, counted, times, error.time(), null, null));
    }

    /** Looks into up to {@code most} entries that are new, and returns them. */
    List<Entry> consider(int most, Suggestions suggestions) {
        List<Entry> considered = new ArrayList<>();
        for (Key key : List.copyOf(unconsidered.keySet()).subList(0, Math.min(most, unconsidered.size()))) {
            DatabaseError error = unconsidered.remove(key);
            Suggestion found = suggestions.suggest(error).orElse(null);
            MissingObject object = suggestions.missing(error, found).orElse(null);
            considered.add(entries.computeIfPresent(key, (k, entry) -> entry.with(found, object)));
        }
        return considered;
    }

    /** The latest first. */
    List<Entry> entries() {
        List<Entry> all = new ArrayList<>(entries.values());
        java.util.Collections.reverse(all);
        return all;
    }

    /** Those that counted at {@code since} or later. */
    List<Entry> countedSince(Instant since) {
        return entries().stream()
                .filter(entry -> entry.counted() && !entry.last().isBefore(since))
                .toList();
    }

    /** How many errors of that SQLSTATE and owner there were. */
    long total(String sqlState, Owner owner) {
        LongAdder total = totals.get(new Total(sqlState, owner));
        return total == null ? 0 : total.sum();
    }

    /** What closed the gate, in a sentence: the latest counted errors. */
    String evidence() {
        List<Entry> counted = entries().stream().filter(Entry::counted).limit(3).toList();
        StringBuilder text = new StringBuilder();
        for (Entry entry : counted) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(entry.error().sqlState())
                    .append(' ')
                    .append(entry.error().message())
                    .append(entry.count() > 1 ? " (" + entry.count() + " times)" : "")
                    .append(
                            entry.error().applicationName().isEmpty()
                                    ? ""
                                    : " by " + entry.error().applicationName());
        }
        return text.toString();
    }
}
