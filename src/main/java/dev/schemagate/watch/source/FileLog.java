package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/** One open file. It stays open when it is renamed or deleted, so that its end is still read. */
final class FileLog implements AutoCloseable {

    private static final int FOOT = 64;
    private static final byte[] NEWLINE = {'\n'};

    private final FileChannel channel;
    private MountedFiles.File file;

    /** The last bytes that were read, which tell whether what follows them is the rest of the same file. */
    private byte[] foot = {};

    private boolean rewritten;
    private @Nullable LogFormats formats;
    private @Nullable Tail tail;
    private long start;
    private String head = "";
    private boolean atEnd;

    FileLog(MountedFiles.File file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file.path());
    }

    /** Begins there; a line that stands across it is passed over. */
    FileLog from(long offset) {
        start = offset;
        return this;
    }

    /**
     * Where the rest begins in a copy of this one, as {@code copytruncate} makes it, whose lines up to there are known; 0 where
     * {@code other} is no copy. Empty as long as this one holds all that a copy does.
     */
    OptionalLong copied(FileLog other) throws IOException {
        Tail read = tail;
        String begins = other.head();
        if (read == null || !Position.tells(head) || !begins.startsWith(head) && !head.startsWith(begins)) {
            return OptionalLong.of(0);
        }
        long size = Math.min(other.channel.size(), read.next());
        byte[] end = other.before(size, FOOT);
        if (channel.size() >= read.next() && has(foot, read.next())) {
            return has(end, size) ? OptionalLong.empty() : OptionalLong.of(0);
        }
        return OptionalLong.of(size == read.next() && other.has(foot, size) ? read.position() : 0);
    }

    /** As it is found now. */
    void found(MountedFiles.File now) {
        file = now;
    }

    MountedFiles.File file() {
        return file;
    }

    /**
     * Reads to the end, or {@code most} bytes; returns how many.
     *
     * @param now the formats that a file may have, which change with the server's settings
     * @param chunk where bytes are put for a moment
     */
    long read(long most, LogFormats now, Supplier<ByteBuffer> chunk, Consumer<LogRecord> sink) throws IOException {
        long size = channel.size();
        String begins = head();
        Position before = new Position("", 0, head, Instant.EPOCH);
        rewritten = tail != null
                && (size < tail.next() || !before.mayBe(begins) || size > tail.next() && !has(foot, tail.next()));
        if (rewritten) {
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
            ByteBuffer buffer = chunk.get().clear();
            int got = channel.read(buffer, open.next());
            if (got <= 0) {
                break;
            }
            open.feed(buffer.array(), 0, got, false, sink);
            foot = Arrays.copyOfRange(buffer.array(), Math.max(0, got - FOOT), got);
            bytes += got;
        }
        if (open != null && bytes == 0 && atEnd) {
            open.settle(sink);
        }
        atEnd = open != null && open.next() >= channel.size();
        return bytes;
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
        foot = before(start, FOOT);
        if (tail != null && start > 0 && !has(NEWLINE, start)) {
            tail.skipLine();
        }
        return tail != null;
    }

    /** Up to {@code length} bytes that stand before {@code end}. */
    private byte[] before(long end, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(end, length));
        int got = bytes.capacity() == 0 ? 0 : Math.max(0, channel.read(bytes, end - bytes.capacity()));
        return Arrays.copyOf(bytes.array(), got);
    }

    private boolean has(byte[] text, long end) throws IOException {
        return Arrays.equals(text, before(end, text.length));
    }

    /** Whether the last read found another content than what was read before, of which the rest is not there. */
    boolean isRewritten() {
        return rewritten;
    }

    private String head() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Position.HEAD);
        int length = Math.max(0, channel.read(bytes, 0));
        return Position.head(Arrays.copyOf(bytes.array(), length));
    }

    /** Nothing more will be read. */
    void end(Consumer<LogRecord> sink) {
        if (tail != null) {
            tail.end(sink);
        }
        close();
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

    Position position() {
        return new Position(
                file.path().toString(), tail == null ? start : tail.position(), head, file.modified(), file.inode());
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
