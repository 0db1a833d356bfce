package dev.schemagate.watch.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * Mounted files: {@code gate.watch.file} names one, or several by a glob in its last part; what logrotate renames them to belongs to
 * them. A file is known by its inode, and after a restart by its first bytes, so that each is read to its end. What was there when
 * the gate first started is not read; what was left off at and is gone, deleted or compressed, is a gap.
 */
public final class FileSource implements LogSource {

    private static final long MOST_A_POLL = 8L << 20;
    private static final int MOST_FILES = 1_000;

    private final Path folder;
    private final String glob;
    private final LogFormats formats;
    private final Map<String, Position> resume = new HashMap<>();
    private final Map<Object, FileLog> open = new LinkedHashMap<>();
    private final Map<Object, Instant> modified = new HashMap<>();
    private final Instant left;
    private final Set<String> found = new HashSet<>();
    private boolean first = true;

    /** @param resume where an earlier process of this pod left off; empty at the first start */
    public FileSource(String pattern, LogFormats formats, List<Position> resume) {
        Path path = Path.of(pattern).toAbsolutePath();
        this.folder = path.getParent() == null ? path : path.getParent();
        this.glob = String.valueOf(path.getFileName());
        this.formats = formats;
        resume.forEach(position -> this.resume.put(position.head(), position));
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
            for (Map.Entry<Object, Path> entry : present.entrySet()) {
                if (!open.containsKey(entry.getKey()) && open.size() < MOST_FILES) {
                    open.put(entry.getKey(), new FileLog(entry.getValue(), formats, start(entry.getValue())));
                }
            }
            String gap = first ? gone() : "";
            first = false;
            return (open.isEmpty()
                            ? Reading.unreadable("no file " + folder.resolve(glob) + " (gate.watch.file)")
                            : read(present, sink))
                    .missing(gap);
        } catch (IOException | UncheckedIOException e) {
            return Reading.unreadable("cannot read " + folder.resolve(glob) + " (gate.watch.file): " + e.getMessage());
        }
    }

    private Reading read(Map<Object, Path> present, Consumer<LogRecord> sink) throws IOException {
        long bytes = 0;
        boolean server = false;
        List<Object> gone = new ArrayList<>();
        for (Map.Entry<Object, FileLog> entry : open.entrySet()) {
            bytes += entry.getValue().read(MOST_A_POLL - Math.min(bytes, MOST_A_POLL), sink);
            server |= entry.getValue().ofServer();
            if (!present.containsKey(entry.getKey()) && entry.getValue().drained()) {
                gone.add(entry.getKey());
            }
        }
        for (Object key : gone) {
            open.remove(key).close();
            modified.remove(key);
        }
        return Reading.of(folder.resolve(glob).toString(), bytes, server, bytes >= MOST_A_POLL);
    }

    /** The files that were left off at and are not there any more, in a sentence; empty where there are none. */
    private String gone() {
        List<String> lost = resume.values().stream()
                .filter(position -> !position.head().isEmpty() && !found.contains(position.head()))
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
                    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                    boolean rotated = !pattern.equals(glob);
                    if (attributes.isRegularFile() && !(rotated && isUnreadable(path))) {
                        Object key = attributes.fileKey() == null ? path : attributes.fileKey();
                        present.putIfAbsent(key, path);
                        modified.put(key, attributes.lastModifiedTime().toInstant());
                    }
                }
            }
        }
        return present;
    }

    private static boolean isUnreadable(Path path) {
        return ServerFormat.isCompressed(path.toString()) || !Files.isReadable(path);
    }

    private long start(Path path) throws IOException {
        if (!first) {
            return 0;
        }
        byte[] bytes = new byte[Position.HEAD];
        int length;
        try (java.io.InputStream in = Files.newInputStream(path)) {
            length = in.readNBytes(bytes, 0, bytes.length);
        }
        String head = Position.head(java.util.Arrays.copyOf(bytes, length));
        long size = Files.size(path);
        for (Position position : resume.values()) {
            if (!head.isEmpty() && position.mayBe(head) && position.offset() <= size) {
                found.add(position.head());
                return position.offset();
            }
        }
        return Files.getLastModifiedTime(path).toInstant().isAfter(left) ? 0 : size;
    }

    @Override
    public List<Position> positions() {
        return open.entrySet().stream()
                .map(entry -> entry.getValue().position(modified.getOrDefault(entry.getKey(), Instant.EPOCH)))
                .filter(position -> !position.head().isEmpty())
                .sorted(java.util.Comparator.comparing(Position::modified).reversed())
                .limit(16)
                .toList();
    }

    @Override
    public void close() {
        open.values().forEach(FileLog::close);
        open.clear();
    }
}
