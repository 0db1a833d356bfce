package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/** One open file. It stays open when it is renamed or deleted, so that its end is still read. */
final class FileLog implements AutoCloseable {

    private final FileChannel channel;
    private final Path path;
    private @Nullable LogFormats formats;
    private @Nullable Tail tail;
    private long start;
    private String head = "";
    private boolean atEnd;

    /** @param start where to begin; a line that stands across it is passed over */
    FileLog(Path path, long start) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path);
        this.start = start;
    }

    /**
     * Reads to the end, or {@code most} bytes; returns how many.
     *
     * @param now the formats that a file may have, which change with the server's settings
     */
    long read(long most, LogFormats now, Chunk chunk, Consumer<LogRecord> sink) throws IOException {
        long size = channel.size();
        String begins = head();
        Position before = new Position("", 0, head, Instant.EPOCH);
        if (tail != null && (size < tail.next() || !before.mayBe(begins))) {
            tail = null;
            start = 0;
        }
        head = begins;
        if (tail != null && !now.equals(formats)) {
            start = tail.position();
            tail = null;
        }
        if (tail == null && !open(now) || obstacle().isPresent()) {
            return 0;
        }
        Tail open = tail;
        long bytes = 0;
        while (open != null && bytes < most && open.next() < channel.size()) {
            int got = channel.read(chunk.buffer().clear(), open.next());
            if (got <= 0) {
                break;
            }
            open.feed(chunk.buffer().array(), 0, got, false, sink);
            bytes += got;
        }
        if (open != null && bytes == 0 && atEnd) {
            open.settle(sink);
        }
        atEnd = open != null && open.next() >= channel.size();
        return bytes;
    }

    /** Where bytes are put for a moment; one for all files, and none before a file has something new. */
    static final class Chunk {

        private static final int SIZE = 256 << 10;

        private @Nullable ByteBuffer buffer;

        private ByteBuffer buffer() {
            return buffer == null ? buffer = ByteBuffer.allocate(SIZE) : buffer;
        }
    }

    /** Why what it holds can prove nothing; empty where it can, or is not known yet. */
    Optional<String> obstacle() {
        return tail == null ? Optional.empty() : tail.format().obstacle();
    }

    /** Finds out the format from the first line; false where there is none yet. */
    private boolean open(LogFormats now) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(8192);
        int length = Math.max(0, channel.read(first, 0));
        Optional<LogFormat> format = now.of(first.array(), length);
        format.ifPresent(known -> tail = new Tail(known, start));
        formats = now;
        if (tail != null && start > 0 && !endsWithNewline(start)) {
            tail.skipLine();
        }
        return tail != null;
    }

    private boolean endsWithNewline(long at) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one, at - 1) == 1 && one.get(0) == '\n';
    }

    private String head() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Position.HEAD);
        int length = Math.max(0, channel.read(bytes, 0));
        return Position.head(java.util.Arrays.copyOf(bytes.array(), length));
    }

    boolean drained() {
        return atEnd;
    }

    boolean ofServer() {
        return tail != null && tail.format().ofServer();
    }

    boolean isText() {
        return tail != null && !ofServer();
    }

    Position position(Instant modified, String inode) {
        return new Position(path.toString(), tail == null ? start : tail.position(), head, modified, inode);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // A file that is only read loses nothing.
            return;
        }
    }
}
