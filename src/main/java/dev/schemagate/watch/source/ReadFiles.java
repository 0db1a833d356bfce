package dev.schemagate.watch.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How far the files of a log directory have been read, and which of them is read next. */
final class ReadFiles {

    private final Predicate<String> ours;
    private final Map<String, Position> seen = new HashMap<>();

    /** @param ours whether a file of that name is one of our format */
    ReadFiles(Predicate<String> ours) {
        this.ours = ours;
    }

    void put(Position position) {
        seen.put(position.file(), position);
    }

    /** What an earlier process left off at, and whatever was last written to before that, has been read. */
    void resume(List<Position> positions, List<LogReader.Entry> entries) {
        Map<String, Position> left = new HashMap<>();
        positions.forEach(position -> left.put(position.file(), position));
        Instant until = left.values().stream()
                .map(Position::modified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        for (LogReader.Entry entry : entries) {
            Position before = left.get(entry.name());
            if (before != null) {
                put(before);
            } else if (entry.modified().isBefore(until)) {
                put(new Position(entry.name(), entry.size(), entry.head(), entry.modified()));
            }
        }
    }

    /** The first that has something unread, the current one last; forgets those that {@code entries} has no more. */
    Optional<LogReader.Entry> next(List<LogReader.Entry> entries, String current) {
        seen.keySet().retainAll(entries.stream().map(LogReader.Entry::name).toList());
        return entries.stream()
                .filter(entry -> ours.test(entry.name()) && hasMore(entry, current))
                .min(Comparator.comparing((LogReader.Entry e) -> e.name().equals(current))
                        .thenComparing(LogReader.Entry::modified)
                        .thenComparing(LogReader.Entry::name));
    }

    private boolean hasMore(LogReader.Entry entry, String current) {
        Position before = seen.get(entry.name());
        return before == null
                || entry.name().equals(current)
                || before.offset() != entry.size()
                || !before.sameFile(entry.head());
    }

    /** Where to go on in it: at its beginning where it is another file than the one that was read. */
    long offset(LogReader.Entry entry) {
        Position before = seen.get(entry.name());
        boolean appended = before != null && before.offset() <= entry.size() && before.sameFile(entry.head());
        return appended ? before.offset() : 0;
    }

    /** All but {@code file}, the last written to first. */
    Stream<Position> except(String file) {
        return seen.values().stream()
                .filter(position -> !position.file().equals(file))
                .sorted(Comparator.comparing(Position::modified).reversed());
    }
}
