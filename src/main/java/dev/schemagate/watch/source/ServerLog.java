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
 * Reads the server's log files one after the other, each to its end (postgres-facts C10 to C12). Several rotations between two
 * polls are normal: when the server has moved on, the file at hand is drained, then those not read yet by their time of
 * modification, then the current one. A file is another one when its first bytes differ or it has become shorter; then the one at
 * hand is looked for under another name, and what it held is a gap where it is gone.
 */
public final class ServerLog {

    private static final int CHUNK = 256 << 10;

    /** A poll gives way to the heartbeat after that much. */
    private static final long MOST_A_POLL = 8L << 20;

    private static final int LOOK_BACK = 64 << 10;
    private static final int REMEMBERED = 16;

    private final LogFormat format;
    private final ServerFormat kind;
    private final ReadFiles files;
    private List<Position> resume;
    private @Nullable Tail tail;
    private String file = "";
    private String head = "";
    private Instant modified = Instant.EPOCH;
    private boolean movedOn;
    private String gap = "";
    private @Nullable Instant latest;
    private @Nullable Instant told;

    /** @param resume where an earlier process of this pod left off */
    public ServerLog(LogFormat format, ServerFormat kind, List<Position> resume) {
        this.format = format;
        this.kind = kind;
        this.files = new ReadFiles(kind::names);
        this.resume = List.copyOf(resume);
        boolean otherFormat = resume.stream().noneMatch(position -> kind.names(position.file()));
        this.told = otherFormat
                ? resume.stream()
                        .map(Position::modified)
                        .max(Instant::compareTo)
                        .orElse(null)
                : null;
    }

    /** Goes on where {@code before} has read another format to its end. */
    ServerLog(LogFormat format, ServerFormat kind, ServerLog before) {
        this(format, kind, before.all().toList());
        this.told = before.latest == null ? this.told : before.latest;
    }

    /**
     * One poll.
     *
     * @throws SQLException where the directory cannot be read now; the next poll goes on where this one stopped
     */
    public Reading poll(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        gap = "";
        return read(reader, logRecord -> take(logRecord, sink)).missing(gap);
    }

    /** While another format's records may stand here a second time, only what is later than those. */
    private void take(LogRecord logRecord, Consumer<LogRecord> sink) {
        Instant time = logRecord.time();
        if (told == null || time.isAfter(told)) {
            sink.accept(logRecord);
        }
        latest = latest == null || time.isAfter(latest) ? time : latest;
    }

    private Reading read(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        long bytes = 0;
        LogReader.Chunk chunk = tail == null ? begin(reader) : reader.read(file, tail.next(), CHUNK);
        while (tail != null && !chunk.current().isEmpty()) {
            if (chunk.size() < 0 || replaced(chunk)) {
                chunk = follow(reader, sink).orElse(null);
                if (chunk == null) {
                    break;
                }
                continue;
            }
            head = chunk.head();
            modified = chunk.modified();
            int got = chunk.bytes().length;
            bytes += got;
            boolean drained = got < CHUNK;
            tail.feed(chunk.bytes(), 0, got, false, sink);
            if (drained && chunk.current().equals(file)) {
                movedOn = false;
                told = null;
                if (got == 0) {
                    tail.settle(sink);
                }
                break;
            }
            if (got == 0 && movedOn) {
                // The last look came after the server had closed the file, so nothing can follow.
                LogReader.Chunk next = moveOn(reader, sink).orElse(null);
                if (next == null) {
                    break;
                }
                chunk = next;
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
        LogReader.Chunk first = reader.read("", 0, 0);
        if (first.current().isEmpty()) {
            return first;
        }
        files.resume(resume, reader.list());
        LogReader.Chunk chunk = resume.isEmpty()
                ? end(reader, first.current())
                : moveOn(reader, record -> {}).orElseThrow(() -> new SQLException("the current log file is missing"));
        // Only now: where the directory could not be read, the next poll resumes from the same positions.
        resume = List.of();
        return chunk;
    }

    private LogReader.Chunk end(LogReader reader, String current) throws SQLException {
        long size = Math.max(0, reader.read(current, 0, 0).size());
        long from = Math.max(0, size - LOOK_BACK);
        byte[] last = reader.read(current, from, (int) (size - from)).bytes();
        int line = last.length;
        while (line > 0 && last[line - 1] != '\n') {
            line--;
        }
        Tail at = new Tail(format, from + line);
        if (line == 0 && from > 0) {
            at.skipLine();
        }
        open(current, at);
        return reader.read(current, at.next(), CHUNK);
    }

    private void open(String name, Tail at) {
        file = name;
        tail = at;
        head = "";
        movedOn = false;
    }

    private boolean replaced(LogReader.Chunk chunk) {
        return tail != null
                && (chunk.size() < tail.next()
                        || !head.isEmpty() && !new Position(file, 0, head, modified).sameFile(chunk.head()));
    }

    /** The file at hand is not under its name any more: its rest under another name, else the next. */
    private Optional<LogReader.Chunk> follow(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        Position at = new Position(file, tail == null ? 0 : tail.next(), head, modified);
        Optional<String> renamed = files.renamed(at, reader.list());
        if (renamed.isPresent()) {
            file = renamed.get();
            return Optional.of(reader.read(file, at.offset(), CHUNK));
        }
        gap = file + " was removed or written anew, maybe before it had been read to its end";
        return moveOn(reader, sink);
    }

    /** Closes the file at hand and opens the next that has something unread; empty where there is none yet. */
    private Optional<LogReader.Chunk> moveOn(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        if (tail != null) {
            tail.settle(sink);
        }
        String current = reader.read("", 0, 0).current();
        Position left = tail == null ? null : new Position(file, tail.next(), head, modified);
        Optional<LogReader.Entry> next = files.next(left, reader.list(), current);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        LogReader.Entry entry = next.get();
        open(entry.name(), new Tail(format, files.offset(entry)));
        return Optional.of(reader.read(file, tail.next(), CHUNK));
    }

    /** The file at hand and those before it; several, since the server's clock of files counts in whole seconds. */
    public List<Position> positions() {
        return all().filter(position -> kind.names(position.file()))
                .limit(REMEMBERED)
                .toList();
    }

    private Stream<Position> all() {
        return tail == null ? resume.stream() : files.all(new Position(file, tail.position(), head, modified));
    }
}
