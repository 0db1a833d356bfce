package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogRecord;

/** Which of the mounted files are read, each from where it was begun to its end, and which cannot be. */
final class OpenFiles {

    private static final int MOST = 1_000;

    private final Map<String, FileLog> open = new LinkedHashMap<>();
    private Map<String, MountedFiles.File> present = Map.of();

    /** Of which a copy was found by the last look. */
    private final Set<FileLog> copied = new HashSet<>();

    /** Why, of those of the last poll. */
    private final Map<Path, String> unreadable = new LinkedHashMap<>();

    /**
     * Opens what is new.
     *
     * @param resume at the first look, where an earlier process left off
     * @return what was found of that; null at any later look
     */
    @Nullable
    LeftFiles look(MountedFiles files, @Nullable List<Position> resume) throws IOException {
        unreadable.clear();
        copied.clear();
        present = files.find(this::cannotRead);
        LeftFiles left = resume == null ? null : new LeftFiles(resume, heads());
        for (MountedFiles.File file : present.values()) {
            if (!open.containsKey(file.inode())) {
                begin(file, left);
            }
        }
        open.forEach((inode, log) -> log.found(present.getOrDefault(inode, log.file())));
        return left;
    }

    private Map<String, String> heads() {
        Map<String, String> heads = new HashMap<>();
        present.forEach((inode, file) -> {
            try {
                heads.put(inode, file.head());
            } catch (IOException e) {
                cannotRead(file.path(), e);
            }
        });
        return heads;
    }

    /** One that is gone since it was listed was moved, and is found under its new name at the next poll. */
    private void begin(MountedFiles.File file, @Nullable LeftFiles left) {
        if (open.size() >= MOST) {
            cannotRead(file.path(), new IOException("more than " + MOST + " files match"));
            return;
        }
        try {
            FileLog log = new FileLog(file);
            OptionalLong start = left == null ? behindOriginal(log) : OptionalLong.of(left.start(file));
            if (start.isPresent()) {
                open.put(file.inode(), log.from(start.getAsLong()));
            } else {
                log.close();
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            cannotRead(file.path(), e);
        }
    }

    /** Where a new file goes on with what was read of one that still has its name; empty while that one holds all that it does. */
    private OptionalLong behindOriginal(FileLog log) throws IOException {
        for (FileLog known : open.values()) {
            MountedFiles.File now = present.get(known.file().inode());
            boolean stays = now != null && now.path().equals(known.file().path());
            OptionalLong start = stays && log.file().isNamedAfter(now) ? known.copied(log) : OptionalLong.of(0);
            if (start.isEmpty()) {
                return start;
            }
            if (start.getAsLong() > 0) {
                copied.add(known);
                return start;
            }
        }
        return OptionalLong.of(0);
    }

    /** One file says nothing of the others: they are read all the same, and nothing is proved as long as it is there. */
    private void cannotRead(Path file, IOException why) {
        unreadable.putIfAbsent(
                file, why instanceof AccessDeniedException ? "no permission" : String.valueOf(why.getMessage()));
    }

    /** It could not be read; one that is gone will never be. */
    void failed(FileLog file, IOException why) {
        cannotRead(file.file().path(), why);
        if (!present.containsKey(file.file().inode())) {
            open.remove(file.file().inode());
            file.close();
        }
    }

    /** Ends those that are gone and were read to their end. */
    void endDrained(BiConsumer<FileLog, LogRecord> sink) {
        for (FileLog file : all()) {
            if (!present.containsKey(file.file().inode()) && file.drained()) {
                open.remove(file.file().inode());
                file.end(found -> sink.accept(file, found));
            }
        }
    }

    Optional<String> trouble() {
        return unreadable.entrySet().stream()
                .findFirst()
                .map(file -> "cannot read " + file.getKey() + " (gate.watch.file): " + file.getValue()
                        + "; the others are read, and prove nothing without it");
    }

    /** Whether a copy was found of what it held. */
    boolean hasCopy(FileLog file) {
        return copied.contains(file);
    }

    List<FileLog> all() {
        return List.copyOf(open.values());
    }

    /** Whether there is no file at all. */
    boolean isEmpty() {
        return open.isEmpty() && unreadable.isEmpty();
    }

    void close() {
        open.values().forEach(FileLog::close);
        open.clear();
    }
}
