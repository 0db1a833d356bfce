package dev.schemagate.watch.source;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogRecord;

/**
 * Reads the server's log files one after the other, each to its end. Several rotations between two
 * polls are normal: when the server has moved on, the file at hand is drained, then those not read yet by their time of
 * modification, then the current one. A file is another one when its first bytes differ or it has become shorter; then the one at
 * hand is looked for under another name, and what it held is a gap where it is gone.
 */
public final class ServerLog {

    private static final int CHUNK = 256 << 10;

    /** A poll gives way to the heartbeat after that much. */
    private static final long MOST_A_POLL = 8L << 20;

    private static final String GONE = " was removed or rewritten, perhaps before it had been read to its end";

    private final LogFormat format;
    private final ServerFormat kind;
    private final LogFileProgress files;
    private List<Position> resume;
    private @Nullable Tail tail;
    private String file = "";
    private String head = "";
    private Instant modified = Instant.EPOCH;
    private boolean movedOn;
    private String gap = "";
    private DuplicateFilter told;

    /** @param resume where an earlier process of this pod left off */
    public ServerLog(LogFormat format, ServerFormat kind, List<Position> resume) {
        this.format = format;
        this.kind = kind;
        this.files = new LogFileProgress(kind::names);
        this.resume = List.copyOf(resume);
        this.told = DuplicateFilter.by(resume, kind);
    }

    /** Goes on where {@code before} has read another format to its end. */
    ServerLog(LogFormat format, ServerFormat kind, ServerLog before) {
        this(format, kind, before.all().toList());
        told = told.after(before.told);
    }

    /**
     * One poll.
     *
     * @throws SQLException where the directory cannot be read now; the next poll goes on where this one stopped
     */
    public Reading poll(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        gap = "";
        return read(reader, told.passOn(sink)).missing(gap);
    }

    private Reading read(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        long bytes = 0;
        LogReader.Chunk chunk = tail == null ? begin(reader) : reader.read(file, tail.next(), CHUNK);
        if (tail == null && chunk != null && !chunk.current().isEmpty()) {
            return Reading.unreadable("the server's log file " + chunk.current() + " is missing");
        }
        while (tail != null && chunk != null && !chunk.current().isEmpty()) {
            if (chunk.size() < 0 || replaced(chunk)) {
                chunk = follow(reader, sink);
                continue;
            }
            head = chunk.head();
            // That an empty one was begun later does not mean that all before it has been read.
            modified = head.isEmpty() ? modified : chunk.modified();
            int got = chunk.bytes().length;
            bytes += got;
            tail.feed(chunk.bytes(), 0, got, false, sink);
            if (got < CHUNK && chunk.current().equals(file)) {
                movedOn = false;
                told.end();
                if (got == 0) {
                    tail.settle(sink);
                }
                break;
            }
            if (got == 0 && movedOn) {
                // The last look came after the server had closed the file, so nothing can follow.
                chunk = moveOn(reader, sink);
                continue;
            }
            movedOn = !chunk.current().equals(file);
            if (bytes >= MOST_A_POLL) {
                return Reading.of(file, bytes, true, true);
            }
            chunk = reader.read(file, tail.next(), CHUNK);
        }
        return chunk == null || !chunk.current().isEmpty()
                ? Reading.of(file, bytes, true, false)
                : Reading.unreadable("the server writes no log file of this format now; see log_destination");
    }

    /** The first poll: where an earlier process left off, else at the end, since older errors are older pods'. */
    private LogReader.Chunk begin(LogReader reader) throws SQLException {
        LogReader.Listing listing = reader.list();
        if (listing.current().isEmpty()) {
            return LogReader.Chunk.none("");
        }
        if (files.resume(resume, listing.entries())) {
            gap = resume.get(0).file() + GONE;
        }
        LogReader.Chunk chunk = resume.isEmpty() ? end(reader, listing) : next(reader, listing);
        // Where nothing could be read, the next poll resumes from the same positions.
        resume = tail == null ? resume : List.of();
        return chunk == null ? LogReader.Chunk.none(listing.current()) : chunk;
    }

    /** From the last byte on, since a line that stands across the end was begun before. */
    private LogReader.Chunk end(LogReader reader, LogReader.Listing listing) throws SQLException {
        long last = Math.max(0, listing.currentSize() - 1);
        Tail at = new Tail(format, last);
        if (listing.currentSize() > 0) {
            at.skipLine();
        }
        LogReader.Chunk chunk = reader.read(listing.current(), last, CHUNK);
        open(listing.current(), chunk.head(), at);
        return chunk;
    }

    private void open(String name, String begins, Tail at) {
        file = name;
        tail = at;
        head = begins;
        movedOn = false;
    }

    /** What was empty at the last look may be another file now, too, and one between them unread. */
    private boolean replaced(LogReader.Chunk chunk) {
        return tail != null
                && (chunk.size() < tail.next()
                        || (head.isEmpty()
                                ? chunk.size() > 0
                                : !atHand(tail.next()).mayBe(chunk.head())));
    }

    /** The file at hand is not under its name any more: its rest under another name, else the next. */
    private LogReader.@Nullable Chunk follow(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        Position at = atHand(tail == null ? 0 : tail.next());
        Optional<String> renamed = files.renamed(at, reader.list().entries());
        if (renamed.isPresent()) {
            file = renamed.get();
            return reader.read(file, at.offset(), CHUNK);
        }
        if (!head.isEmpty()) {
            gap = file + GONE;
        }
        return moveOn(reader, sink);
    }

    private Position atHand(long offset) {
        return new Position(file, offset, head, modified);
    }

    /** Closes the file at hand, where there is another. */
    private LogReader.@Nullable Chunk moveOn(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        Tail left = tail;
        LogReader.Chunk chunk = next(reader, reader.list());
        if (left != null && left == tail) {
            left.settle(sink);
        } else if (left != null) {
            left.end(sink);
        }
        return chunk;
    }

    /** Opens the next that has something unread; null where there is none yet. */
    private LogReader.@Nullable Chunk next(LogReader reader, LogReader.Listing listing) throws SQLException {
        Position left = tail == null ? null : atHand(tail.next());
        LogReader.Entry next =
                files.next(left, listing.entries(), listing.current()).orElse(null);
        if (next == null) {
            return null;
        }
        open(next.name(), next.head(), new Tail(format, files.offset(next)));
        return reader.read(file, files.offset(next), CHUNK);
    }

    /** The file at hand and those before it; several, since the server's clock of files counts in whole seconds. */
    public List<Position> positions() {
        return all().filter(position -> kind.names(position.file())).limit(16).toList();
    }

    private Stream<Position> all() {
        return tail == null ? resume.stream() : files.all(atHand(tail.position()));
    }
}
