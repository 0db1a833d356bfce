package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** The files that Alembic takes for revisions, each once, by folder and name. */
final class RevisionFolders {

    private static final SourceRange START = new SourceRange(0, 0, 1, 1);

    private final boolean recursive;
    private final Consumer<Finding> problems;
    private final List<Path> files = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    private RevisionFolders(boolean recursive, Consumer<Finding> problems) {
        this.recursive = recursive;
        this.problems = problems;
    }

    /**
     * As Alembic, it passes over a folder that is not there beside one that is.
     *
     * @param problems takes MG020 for each folder that cannot be read, and where none is there
     */
    static List<Path> files(List<Path> folders, boolean recursive, Consumer<Finding> problems) {
        RevisionFolders all = new RevisionFolders(recursive, problems);
        List<Path> present = folders.stream().filter(Files::exists).toList();
        if (present.isEmpty()) {
            folders.forEach(folder -> all.problem(folder, "the folder of revisions does not exist"));
        }
        present.forEach(all::walk);
        return all.files;
    }

    /** Whether Alembic would import the file. */
    static boolean isRevision(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".py") && !name.startsWith(".#") && !name.startsWith("__init__");
    }

    /** One byte beyond the limit at most, which reading then refuses. */
    static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PythonText.MAX_BYTES + 1);
        }
    }

    /** Linked folders are not entered, as Alembic does not. */
    private void walk(Path root) {
        Deque<Path> folders = new ArrayDeque<>(List.of(root));
        while (!folders.isEmpty()) {
            Path folder = folders.pop();
            try (Stream<Path> entries = Files.list(folder)) {
                List<Path> below = new ArrayList<>();
                for (Path entry : entries.sorted().toList()) {
                    if (recursive && isFolder(entry)) {
                        below.add(entry);
                    } else if (isRevision(entry) && !Files.isDirectory(entry)) {
                        add(entry);
                    }
                }
                for (int i = below.size() - 1; i >= 0; i--) {
                    folders.push(below.get(i));
                }
            } catch (IOException e) {
                problem(folder, "the folder of revisions " + MountedFolder.why(e));
            } catch (UncheckedIOException e) {
                problem(folder, "the folder of revisions " + MountedFolder.why(e.getCause()));
            }
        }
    }

    private static boolean isFolder(Path entry) {
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                && !entry.getFileName().toString().endsWith("__pycache__");
    }

    private void add(Path file) {
        try {
            Path real = file.toRealPath();
            if (!Files.isRegularFile(real)) {
                problem(file, "not a regular file");
            } else if (seen.add(real)) {
                files.add(file);
            }
        } catch (FileSystemException e) {
            problem(file, Files.isSymbolicLink(file) ? "a link that leads nowhere" : MountedFolder.why(e));
        } catch (IOException e) {
            problem(file, MountedFolder.why(e));
        }
    }

    private void problem(Path path, String message) {
        problems.accept(Finding.of(ErrorCode.MG020, name(path), START, message));
    }

    static String name(Path file) {
        return file.toString().replace('\\', '/');
    }
}
