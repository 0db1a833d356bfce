package dev.schemagate.watch.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The files that a path names, with a glob in its last part, and what logrotate renames them to. */
final class MountedFiles {

    /** @param inode what the file system knows it by, whatever its name; where it tells none the name */
    record File(String inode, Path path, long size, Instant modified) {

        /** Whether it has the name of {@code other} with what logrotate puts behind it. */
        boolean isNamedAfter(File other) {
            String name = path.toString();
            String of = other.path.toString();
            return name.startsWith(of) && name.substring(of.length()).matches("[.-]\\d.*");
        }

        /** What {@link Position#head(byte[])} says of its first bytes; empty where it is gone. */
        String head() throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                return Position.head(in.readNBytes(Position.HEAD));
            } catch (NoSuchFileException e) {
                return "";
            }
        }
    }

    private final Path folder;
    private final String glob;

    MountedFiles(String pattern) {
        Path path = Path.of(pattern).toAbsolutePath();
        this.folder = path.getParent() == null ? path : path.getParent();
        this.glob = String.valueOf(path.getFileName());
    }

    /**
     * Those that are there, by inode.
     *
     * @param trouble told of those that cannot be read, and why
     */
    Map<String, File> find(BiConsumer<Path, IOException> trouble) throws IOException {
        Map<String, File> present = new LinkedHashMap<>();
        for (String pattern : List.of(glob, glob + "[.-][0-9]*")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                List<Path> paths = new ArrayList<>();
                files.forEach(paths::add);
                paths.sort(null);
                for (Path path : paths) {
                    find(path, !pattern.equals(glob), present, trouble);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return present;
    }

    private static void find(
            Path path, boolean rotated, Map<String, File> present, BiConsumer<Path, IOException> trouble) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            boolean ours = !rotated || !ServerFormat.isCompressed(path.toString()) && Files.isReadable(path);
            if (attributes.isRegularFile() && ours) {
                String inode = String.valueOf(attributes.fileKey() == null ? path : attributes.fileKey());
                present.putIfAbsent(
                        inode,
                        new File(
                                inode,
                                path,
                                attributes.size(),
                                attributes.lastModifiedTime().toInstant()));
            } else if (attributes.isOther() && ours) {
                // Opening a pipe would wait for its writer, and reading it would take lines away from its reader.
                trouble.accept(path, new IOException("is no regular file"));
            }
        } catch (NoSuchFileException e) {
            // logrotate has moved or deleted it since it was listed.
            return;
        } catch (IOException e) {
            trouble.accept(path, e);
        }
    }

    @Override
    public String toString() {
        return folder.resolve(glob).toString();
    }
}
