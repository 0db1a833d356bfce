package dev.schemagate.watch.source;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogRecord;

/**
 * The records that a file of another format has told already: where the server changes its format, or writes two, the same ones may
 * stand in both. Passes on what is later than the last of those, until the new format's current file has been read to its end.
 */
final class DuplicateFilter {

    private @Nullable Instant until;
    private @Nullable Instant latest;

    private DuplicateFilter(@Nullable Instant until) {
        this.until = until;
    }

    /** Where an earlier process left off; nothing is told elsewhere if one of its files is of this format. */
    static DuplicateFilter by(List<Position> left, ServerFormat format) {
        boolean other = left.stream().noneMatch(position -> format.names(position.file()));
        return new DuplicateFilter(
                other
                        ? left.stream()
                                .map(Position::modified)
                                .max(Instant::compareTo)
                                .orElse(null)
                        : null);
    }

    /** The same after {@code before} has passed on records of another format. */
    DuplicateFilter after(DuplicateFilter before) {
        return before.latest == null ? this : new DuplicateFilter(before.latest);
    }

    /** To {@code sink} what was not told. */
    Consumer<LogRecord> passOn(Consumer<LogRecord> sink) {
        return logRecord -> {
            Instant time = logRecord.time();
            if (until == null || time.isAfter(until)) {
                sink.accept(logRecord);
            }
            latest = latest == null || time.isAfter(latest) ? time : latest;
        };
    }

    /** From now on nothing is. */
    void end() {
        until = null;
    }
}
