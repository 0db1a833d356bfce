package dev.schemagate.watch.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * Mounted files: {@code gate.watch.file} names one, or several by a glob in its last part; what logrotate renames them to belongs to
 * them. A file is known by its inode, and after a restart by its first bytes, too, so that each is read to its end. What was there when
 * the gate first started is not read; what was left off at and is gone, deleted or compressed, is a gap.
 */
public final class FileSource implements LogSource {

    private static final long MOST_A_POLL = 8L << 20;
    private static final int MOST_FILES = 1_000;

    /** That there was nothing to read yet: whatever a restarted gate finds has been written since. */
    private static final Position NOTHING = new Position("", 0, "", Instant.EPOCH);

    private final Path folder;
    private final String glob;
    private final Supplier<LogFormats> formats;
    private final FileLog.Chunk chunk = new FileLog.Chunk();
    private final List<Position> resume;
    private final Map<Object, FileLog> open = new LinkedHashMap<>();
    private final Map<Object, Instant> modified = new HashMap<>();
    /** Why, of those of the last poll. */
    private final Map<Path, String> unreadable = new LinkedHashMap<>();

    private final Instant left;
    private final Set<Position> found = new HashSet<>();
    private boolean first = true;

    /**
     * Of the files of that name.
     *
     * @param formats those that a file may have now
     * @param resume where an earlier process of this pod left off; empty at the first start
     */
    public FileSource(String pattern, Supplier<LogFormats> formats, List<Position> resume) {
        Path path = Path.of(pattern).toAbsolutePath();
        this.folder = path.getParent() == null ? path : path.getParent();
        this.glob = String.valueOf(path.getFileName());
        this.formats = formats;
        this.resume = List.copyOf(resume);
        this.left =
                resume.stream().map(Position::modified).max(Instant::compareTo).orElse(Instant.MAX);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        try {
            Map<Object, Path> present = find();
            unreadable.clear();
            Map<String, String> heads = first ? heads(present) : Map.of();
            for (Map.Entry<Object, Path> entry : present.entrySet()) {
                if (!open.containsKey(entry.getKey()) && open.size() < MOST_FILES) {
                    begin(entry, heads);
                }
            }
            String gap = first ? gone() : "";
            first = false;
            return (open.isEmpty() && unreadable.isEmpty()
                            ? Reading.unreadable("no file " + folder.resolve(glob) + " (gate.watch.file)")
                            : read(present, sink))
                    .missing(gap);
        } catch (IOException e) {
            return Reading.unreadable("cannot read " + folder.resolve(glob) + " (gate.watch.file): " + e.getMessage());
        }
    }

    /** One that is gone since it was listed was moved, and is found under its new name at the next poll. */
    private void begin(Map.Entry<Object, Path> entry, Map<String, String> heads) {
        try {
            open.put(entry.getKey(), new FileLog(entry.getValue(), start(entry, heads)));
        } catch (NoSuchFileException e) {
            modified.remove(entry.getKey());
        } catch (IOException e) {
            cannotRead(entry.getValue(), e);
        }
    }

    /** One file says nothing of the others: they are read all the same, and nothing is proved as long as it is there. */
    private void cannotRead(Path file, IOException why) {
        unreadable.putIfAbsent(
                file, why instanceof AccessDeniedException ? "no permission" : String.valueOf(why.getMessage()));
    }

    @Override
    public boolean isText() {
        return open.values().stream().anyMatch(FileLog::isText);
    }

    private Reading read(Map<Object, Path> present, Consumer<LogRecord> sink) {
        LogFormats now = formats.get();
        Optional<String> obstacle = Optional.empty();
        long bytes = 0;
        boolean server = false;
        List<Object> gone = new ArrayList<>();
        for (Map.Entry<Object, FileLog> entry : open.entrySet()) {
            try {
                bytes += entry.getValue().read(MOST_A_POLL - Math.min(bytes, MOST_A_POLL), now, chunk, sink);
            } catch (IOException e) {
                cannotRead(present.getOrDefault(entry.getKey(), folder.resolve(glob)), e);
                if (!present.containsKey(entry.getKey())) {
                    gone.add(entry.getKey());
                    continue;
                }
            }
            obstacle = obstacle.or(entry.getValue()::obstacle);
            server |= entry.getValue().ofServer();
            if (!present.containsKey(entry.getKey()) && entry.getValue().drained()) {
                gone.add(entry.getKey());
            }
        }
        for (Object key : gone) {
            open.remove(key).close();
            modified.remove(key);
        }
        return obstacle.or(this::unread)
                .map(Reading::unreadable)
                .orElse(Reading.of(folder.resolve(glob).toString(), bytes, server, bytes >= MOST_A_POLL));
    }

    private Optional<String> unread() {
        return unreadable.entrySet().stream()
                .findFirst()
                .map(file -> "cannot read " + file.getKey() + " (gate.watch.file): " + file.getValue()
                        + "; the others are read, and prove nothing without it");
    }

    /** The files that were left off at and are not there any more, in a sentence; empty where there are none. */
    private String gone() {
        List<String> lost = resume.stream()
                .filter(position -> !position.head().isEmpty() && !found.contains(position))
                .map(Position::file)
                .toList();
        return lost.isEmpty()
                ? ""
                : String.join(", ", lost) + " is gone, maybe compressed, and may have held more than was read of it";
    }

    private Map<Object, Path> find() throws IOException {
        Map<Object, Path> present = new LinkedHashMap<>();
        for (String pattern : List.of(glob, glob + "[.-][0-9]*")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                List<Path> paths = new ArrayList<>();
                files.forEach(paths::add);
                paths.sort(null);
                for (Path path : paths) {
                    find(path, !pattern.equals(glob), present);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return present;
    }

    private void find(Path path, boolean rotated, Map<Object, Path> present) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile() && !(rotated && isUnreadable(path))) {
                Object key = attributes.fileKey() == null ? path : attributes.fileKey();
                present.putIfAbsent(key, path);
                modified.put(key, attributes.lastModifiedTime().toInstant());
            }
        } catch (NoSuchFileException e) {
            // logrotate has moved or deleted it since it was listed.
            return;
        }
    }

    private static boolean isUnreadable(Path path) {
        return ServerFormat.isCompressed(path.toString()) || !Files.isReadable(path);
    }

    private long start(Map.Entry<Object, Path> entry, Map<String, String> heads) throws IOException {
        if (!first) {
            return 0;
        }
        long size = Files.size(entry.getValue());
        Position before = before(entry.getKey().toString(), size, heads);
        if (before != null) {
            found.add(before);
            return before.offset();
        }
        return Files.getLastModifiedTime(entry.getValue()).toInstant().isAfter(left) ? 0 : size;
    }

    /** What was left off at in that file: by inode, else of one that began so and is not there any more under its own. */
    private @Nullable Position before(String inode, long size, Map<String, String> heads) {
        String head = heads.getOrDefault(inode, "");
        return resume.stream()
                .filter(position -> !head.isEmpty() && position.mayBe(head) && position.offset() <= size)
                .filter(position ->
                        position.inode().equals(inode) || !position.mayBe(heads.getOrDefault(position.inode(), "")))
                .max(Comparator.comparing(position -> position.inode().equals(inode)))
                .orElse(null);
    }

    private Map<String, String> heads(Map<Object, Path> present) {
        Map<String, String> heads = new HashMap<>();
        for (Map.Entry<Object, Path> entry : present.entrySet()) {
            try (InputStream in = Files.newInputStream(entry.getValue())) {
                heads.put(entry.getKey().toString(), Position.head(in.readNBytes(Position.HEAD)));
            } catch (NoSuchFileException e) {
                heads.put(entry.getKey().toString(), "");
            } catch (IOException e) {
                cannotRead(entry.getValue(), e);
            }
        }
        return heads;
    }

    @Override
    public List<Position> positions() {
        if (first) {
            return resume;
        }
        List<Position> read = open.entrySet().stream()
                .map(entry -> entry.getValue()
                        .position(
                                modified.getOrDefault(entry.getKey(), Instant.EPOCH),
                                entry.getKey().toString()))
                .filter(position -> !position.head().isEmpty())
                .sorted(Comparator.comparing(Position::modified).reversed())
                .limit(16)
                .toList();
        return read.isEmpty() ? List.of(NOTHING) : read;
    }

    @Override
    public void close() {
        open.values().forEach(FileLog::close);
        open.clear();
    }
}
