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

    private static final int CHUNK = 256 << 10;

    private final FileChannel channel;
    private final LogFormats formats;
    private final Path path;
    private @Nullable Tail tail;
    private long start;
    private String head = "";
    private boolean atEnd;

    /** @param start where to begin; a line that stands across it is passed over */
    FileLog(Path path, LogFormats formats, long start) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path);
        this.formats = formats;
        this.start = start;
    }

    /** Reads to the end, or {@code most} bytes; returns how many. */
    long read(long most, Consumer<LogRecord> sink) throws IOException {
        long size = channel.size();
        String now = head();
        Position before = new Position("", 0, head, Instant.EPOCH);
        if (tail != null && (size < tail.next() || !before.mayBe(now))) {
            tail = null;
            start = 0;
        }
        head = now;
        if (tail == null && !open()) {
            return 0;
        }
        Tail open = tail;
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        long bytes = 0;
        int got = 0;
        while (open != null && bytes < most && (got = channel.read(buffer.clear(), open.next())) > 0) {
            open.feed(buffer.array(), 0, got, false, sink);
            bytes += got;
        }
        if (open != null && bytes == 0 && atEnd) {
            open.settle(sink);
        }
        atEnd = got <= 0;
        return bytes;
    }

    /** Finds out the format from the first line; false where there is none yet. */
    private boolean open() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(8192);
        int length = Math.max(0, channel.read(first, 0));
        Optional<LogFormat> format = formats.of(first.array(), length);
        format.ifPresent(known -> tail = new Tail(known, start));
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
