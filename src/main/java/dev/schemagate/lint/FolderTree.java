package dev.schemagate.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.schemagate.migrate.flyway.MigrationName;

/** The files in and below a folder; symbolic links are followed, and no folder is entered twice. */
final class FolderTree {

    /** Replay order of hotfixes, which is that of Prisma's folders too. */
    private static final Comparator<Path> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(bytes(a.toString()), bytes(b.toString()));

    private final Deque<Path> folders = new ArrayDeque<>();
    /** Entered last, so that a folder is known by its own name before it is by a link's. */
    private final Deque<Path> links = new ArrayDeque<>();

    private final Set<Path> entered = new HashSet<>();
    private final List<Path> files = new ArrayList<>();

    private FolderTree() {}

    /**
     * In the order in which their engine runs them.
     *
     * @param unread takes each sub-folder that cannot be read, with the failure
     * @throws IOException where the folder itself cannot be read
     */
    static List<Path> files(Path root, BiConsumer<String, IOException> unread) throws IOException {
        FolderTree tree = new FolderTree();
        tree.enter(root);
        while (!tree.folders.isEmpty() || !tree.links.isEmpty()) {
            Path folder = tree.folders.isEmpty() ? tree.links.poll() : tree.folders.poll();
            try {
                tree.enter(folder);
            } catch (IOException e) {
                unread.accept(folder.toString(), e);
            }
        }
        return tree.files.stream()
                .sorted(BYTE_ORDER)
                .sorted(FolderTree::byVersion)
                .toList();
    }

    /** The order in which Flyway runs the files of a folder: versions as numbers, then the others by name. */
    private static int byVersion(Path a, Path b) {
        return String.valueOf(a.getParent()).equals(String.valueOf(b.getParent()))
                ? MigrationName.of(a.getFileName().toString())
                        .compareVersion(MigrationName.of(b.getFileName().toString()))
                : 0;
    }

    private void enter(Path folder) throws IOException {
        if (!entered.add(folder.toRealPath())) {
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, entry -> !isHidden(entry))) {
            all.forEach(entries::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(BYTE_ORDER);
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                (Files.isSymbolicLink(entry) ? links : folders).add(entry);
            } else if (Files.isRegularFile(entry) || isBroken(entry)) {
                files.add(entry);
            }
        }
    }

    /** A link to nothing where a file is meant, which cannot be read. */
    private static boolean isBroken(Path entry) {
        return Files.isSymbolicLink(entry) && !Files.exists(entry) && Classifier.of(entry) != null;
    }

    /** Kubernetes mounts keep their real files in hidden folders beside links. */
    private static boolean isHidden(Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith(".") || name.equals("node_modules");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
