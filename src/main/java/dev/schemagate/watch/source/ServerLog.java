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
 * modification, then the current one. A file is another one when its first bytes differ or it has become shorter.
 */
public final class ServerLog {

    private static final int CHUNK = 256 << 10;

    /** A poll gives way to the heartbeat after that much. */
    private static final long MOST_A_POLL = 32L << 20;

    private static final int LOOK_BACK = 64 << 10;
    private static final int REMEMBERED = 16;

    private final LogFormat format;
    private final ReadFiles files;
    private List<Position> resume;
    private @Nullable Tail tail;
    private String file = "";
    private String head = "";
    private Instant modified = Instant.EPOCH;
    private boolean movedOn;

    /** @param resume where an earlier process of this pod left off */
    public ServerLog(LogFormat format, ServerFormat kind, List<Position> resume) {
        this.format = format;
        this.files = new ReadFiles(kind::names);
        this.resume = List.copyOf(resume);
    }

    /**
     * One poll.
     *
     * @throws SQLException where the directory cannot be read now; the next poll goes on where this one stopped
     */
    public Reading poll(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        long bytes = 0;
        LogReader.Chunk chunk = tail == null ? begin(reader) : reader.read(file, tail.next(), CHUNK);
        while (tail != null && !chunk.current().isEmpty()) {
            if (chunk.size() < 0 || replaced(chunk)) {
                if (chunk.size() < 0 && !chunk.current().equals(file)) {
                    chunk = moveOn(reader, sink).orElse(null);
                } else {
                    open(file, new Tail(format, 0));
                    chunk = chunk.size() < 0 ? null : reader.read(file, 0, CHUNK);
                }
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

    /** Closes the file at hand and opens the next that has something unread; empty where there is none yet. */
    private Optional<LogReader.Chunk> moveOn(LogReader reader, Consumer<LogRecord> sink) throws SQLException {
        if (tail != null) {
            tail.settle(sink);
            files.put(new Position(file, tail.next(), head, modified));
        }
        String current = reader.read("", 0, 0).current();
        Optional<LogReader.Entry> next = files.next(reader.list(), current);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        LogReader.Entry entry = next.get();
        open(entry.name(), new Tail(format, files.offset(entry)));
        return Optional.of(reader.read(file, tail.next(), CHUNK));
    }

    /** The file at hand and those before it; several, since the server's clock of files counts in whole seconds. */
    public List<Position> positions() {
        Stream<Position> now =
                tail == null ? resume.stream() : Stream.of(new Position(file, tail.position(), head, modified));
        return Stream.concat(now, files.except(file)).limit(REMEMBERED).toList();
    }
}
