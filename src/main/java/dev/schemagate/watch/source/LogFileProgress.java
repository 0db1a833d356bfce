package dev.schemagate.watch.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How far the files of a log directory have been read, and which of them is read next. A file is known by its first bytes, and
 * under another name only where that is one that logrotate gives: a copy counts as what it was made of. One that is empty, or
 * nearly so, can be told from no other and is passed over.
 */
final class LogFileProgress {

    private static final int MOST_GONE = 64;

    private final Predicate<String> ours;
    private List<Position> seen = new ArrayList<>();

    /** @param ours whether a file of that name is one of our format */
    LogFileProgress(Predicate<String> ours) {
        this.ours = ours;
    }

    /**
     * What was left off at, and whatever was last written to before that, has been read. Returns whether the file that was at
     * hand, the first, is gone.
     */
    boolean resume(List<Position> positions, List<LogReader.Entry> entries) {
        Instant until = positions.stream()
                .map(Position::modified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        seen = new ArrayList<>();
        for (LogReader.Entry entry : entries) {
            Position before = find(entry, positions);
            if (before != null) {
                seen.add(before.named(entry.name()));
            } else if (entry.modified().isBefore(until)) {
                seen.add(new Position(entry.name(), entry.size(), entry.head(), entry.modified()));
            }
        }
        return positions.stream()
                .limit(1)
                .filter(position -> ours.test(position.file()) && Position.tells(position.head()))
                .anyMatch(position -> entries.stream().allMatch(entry -> find(entry, List.of(position)) == null));
    }

    /** The first position of that file, also where it was renamed since. */
    private static @Nullable Position find(LogReader.Entry entry, List<Position> positions) {
        return positions.stream()
                .filter(position -> position.isSurely(entry.head()))
                .filter(position -> position.file().equals(entry.name())
                        || ServerFormat.isRenamed(entry.name())
                        || ServerFormat.isRenamed(position.file()))
                .findFirst()
                .orElse(null);
    }

    /** The name that a file has now which was read up to {@code at}; empty where it is gone. */
    Optional<String> renamed(Position at, List<LogReader.Entry> entries) {
        return entries.stream()
                .filter(entry -> !entry.name().equals(at.file()) && entry.size() >= at.offset())
                .filter(entry -> find(entry, List.of(at)) != null)
                .map(LogReader.Entry::name)
                .findFirst();
    }

    /**
     * The first that has something unread, the current one last; of those that {@code entries} has no more only some are remembered.
     *
     * @param left how far the last one has been read; null where none has
     */
    Optional<LogReader.Entry> next(@Nullable Position left, List<LogReader.Entry> entries, String current) {
        List<Position> before = all(left).toList();
        seen = new ArrayList<>();
        for (LogReader.Entry entry : entries) {
            Position position = find(entry, before);
            if (position != null) {
                seen.add(position.named(entry.name()));
            }
        }
        Set<String> heads = seen.stream().map(Position::head).collect(Collectors.toCollection(HashSet::new));
        // Their directory may come back.
        before.stream()
                .filter(position -> heads.add(position.head()))
                .limit(MOST_GONE)
                .forEach(seen::add);
        return entries.stream()
                .filter(entry -> ours.test(entry.name()) && (entry.name().equals(current) || hasMore(entry)))
                .min(Comparator.comparing((LogReader.Entry e) -> e.name().equals(current))
                        .thenComparing(LogReader.Entry::modified)
                        .thenComparing(LogReader.Entry::name));
    }

    private boolean hasMore(LogReader.Entry entry) {
        return Position.tells(entry.head()) && offset(entry) < entry.size();
    }

    /** Where to go on in it: at its beginning where it is another file than those that were read. */
    long offset(LogReader.Entry entry) {
        Position before = find(entry, seen);
        return before == null ? 0 : Math.min(before.offset(), entry.size());
    }

    /** The one at hand, and the others as they were when that was begun, the last written to first. */
    Stream<Position> all(@Nullable Position atHand) {
        Stream<Position> others = seen.stream()
                .filter(position -> atHand == null || !position.isSurely(atHand.head()))
                .sorted(Comparator.comparing(Position::modified).reversed());
        return Stream.concat(Stream.ofNullable(atHand), others);
    }
}
