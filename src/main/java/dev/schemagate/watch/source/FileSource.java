package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * Mounted files: {@code gate.watch.file} names one, or several by a glob in its last part; what logrotate renames them to belongs to
 * them. A file is known by its inode, and after a restart by its first bytes, too, so that each is read to its end. What was there when
 * the gate first started is not read; what was left off at and is gone, deleted or compressed, is a gap. Others may write to them, so
 * that a canary proves something only where a gate has written it, and a line's time only where no canary can come.
 */
public final class FileSource implements LogSource {

    private static final int CHUNK = 256 << 10;
    private static final long MOST_A_POLL = 8L << 20;

    /** That there was nothing to read yet: whatever a restarted gate finds has been written since. */
    private static final Position NOTHING = new Position("", 0, "", Instant.EPOCH);

    private final MountedFiles files;
    private final Supplier<LogFormats> formats;
    private final List<Position> resume;
    private final OpenFiles open = new OpenFiles();
    private final Canaries canaries = new Canaries();

    /** One for all files, and none before a file has something new. */
    private @Nullable ByteBuffer chunk;

    private boolean first = true;
    private boolean ofServer;

    /**
     * Of the files of that name.
     *
     * @param formats those that a file may have now
     * @param resume where an earlier process of this pod left off; empty at the first start
     */
    public FileSource(String pattern, Supplier<LogFormats> formats, List<Position> resume) {
        this.files = new MountedFiles(pattern);
        this.formats = formats;
        this.resume = List.copyOf(resume);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        try {
            LeftFiles left = open.look(files, first ? resume : null);
            Reading reading =
                    open.isEmpty() ? Reading.unreadable("no file " + files + " (gate.watch.file)") : read(sink);
            first = false;
            return left == null ? reading : reading.missing(left.gone());
        } catch (IOException e) {
            return Reading.unreadable("cannot read " + files + " (gate.watch.file): " + e.getMessage());
        }
    }

    private Reading read(Consumer<LogRecord> sink) {
        LogFormats now = formats.get();
        Optional<String> obstacle = Optional.empty();
        long bytes = 0;
        boolean server = false;
        String gap = "";
        for (FileLog file : open.all()) {
            try {
                bytes += file.read(
                        MOST_A_POLL - Math.min(bytes, MOST_A_POLL),
                        now,
                        this::chunk,
                        found -> passOn(found, file, sink));
            } catch (IOException e) {
                open.failed(file, e);
            }
            if (file.isRewritten() && !open.hasCopy(file)) {
                gap = file.file().path() + " was truncated or rewritten, perhaps before it had been read to its end";
            }
            obstacle = obstacle.or(file::obstacle);
            server |= file.ofServer();
        }
        ofServer = server;
        open.endDrained((file, found) -> passOn(found, file, sink));
        return obstacle.or(open::trouble)
                .map(Reading::unreadable)
                .orElse(Reading.of(files.toString(), bytes, server, bytes >= MOST_A_POLL))
                .missing(gap);
    }

    private ByteBuffer chunk() {
        return chunk == null ? chunk = ByteBuffer.allocate(CHUNK) : chunk;
    }

    private void passOn(LogRecord found, FileLog file, Consumer<LogRecord> sink) {
        if (found instanceof LogRecord.Canary canary) {
            canaries.read(canary).forEach(sink);
        } else if (!(found instanceof LogRecord.Reached) || !ofServer && !file.ofServer()) {
            sink.accept(found);
        }
    }

    @Override
    public void written(@Nullable String canary, Consumer<LogRecord> sink) {
        canaries.written(canary).forEach(sink);
    }

    @Override
    public void forget() {
        canaries.forget();
    }

    @Override
    public boolean isText() {
        return open.all().stream().anyMatch(FileLog::isText);
    }

    @Override
    public List<Position> positions() {
        if (first) {
            return resume;
        }
        List<Position> read = open.all().stream()
                .map(FileLog::position)
                .filter(position -> !position.head().isEmpty())
                .sorted(Comparator.comparing(Position::modified).reversed())
                .limit(16)
                .toList();
        return read.isEmpty() ? List.of(NOTHING) : read;
    }

    @Override
    public void close() {
        open.close();
    }
}
