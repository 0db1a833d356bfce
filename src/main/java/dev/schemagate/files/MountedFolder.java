package dev.schemagate.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that a person or Kubernetes fills, such as a ConfigMap's mount, where files are links that are swapped while
 * we run.
 *
 * @param configured whether somebody named it; a folder that is only the default may be absent
 */
public record MountedFolder(Path path, boolean configured) {

    public static MountedFolder of(String path, String byDefault) {
        return new MountedFolder(Path.of(path.strip()), !path.strip().equals(byDefault));
    }

    /** Absent, and nobody asked for it: nothing was mounted. */
    public boolean isNotMounted() {
        return !configured && !Files.exists(path);
    }

    /**
     * The regular files whose names end with {@code suffix}, in upper or lower case, sorted by the bytes of their names; links are
     * followed, and names that begin with a dot (as a ConfigMap's {@code ..data}) are not looked at.
     *
     * @throws IOException where the folder cannot be read
     */
    public List<Path> files(String suffix, boolean recursive) throws IOException {
        try (Stream<Path> found = Files.walk(path, recursive ? Integer.MAX_VALUE : 1, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(f -> endsWith(f, suffix) && !hidden(f) && Files.isRegularFile(f))
                    .sorted((a, b) -> compareBytes(
                            path.relativize(a).toString(), path.relativize(b).toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean endsWith(Path file, String suffix) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
    }

    private boolean hidden(Path file) {
        for (Path part : path.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Changes when a file is added, removed, swapped or written; a folder that cannot be read is a state, too. */
    public String fingerprint(String suffix) {
        try {
            return files(suffix, true).stream().map(MountedFolder::stamp).collect(Collectors.joining(","));
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** Changes when the file is swapped or written; that it cannot be read is a state, too. */
    public static String stamp(Path file) {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return file + ":" + a.size() + ":" + a.lastModifiedTime().toMillis() + ":" + a.fileKey();
        } catch (IOException e) {
            return file + ":" + e.getClass().getSimpleName();
        }
    }

    /** Why a mounted path cannot be read, as the rest of a sentence. */
    public static String why(IOException failure) {
        return failure instanceof NoSuchFileException
                ? "does not exist"
                : failure instanceof NotDirectoryException
                        ? "is not a folder"
                        : failure instanceof AccessDeniedException denied
                                ? "cannot be read: no permission on " + denied.getFile()
                                : "cannot be read (" + failure.getClass().getSimpleName() + ")";
    }
}
