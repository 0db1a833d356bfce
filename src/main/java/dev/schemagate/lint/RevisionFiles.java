package dev.schemagate.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.revisions.Revisions;

/**
 * Which files below a path are revisions of Alembic's: all that Alembic would read of a folder in which one says what it follows. Those
 * of one project belong together, whatever folders they are in.
 */
final class RevisionFiles {

    private static final Pattern FOLLOWS = Pattern.compile("(?m)^down_revision\\s*[:=]");
    private static final int HEAD = 1 << 16;

    private final Path path;
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> settings = new HashSet<>();
    private final Set<Path> environments = new HashSet<>();

    private RevisionFiles(Path path) {
        this.path = path;
    }

    /** @param files all below {@code path} */
    static RevisionFiles among(Path path, List<Path> files) {
        RevisionFiles found = new RevisionFiles(path);
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.equals("alembic.ini")) {
                found.settings.add(file.getParent());
            } else if (name.equals("env.py")) {
                found.environments.add(file.getParent());
            } else if (!found.folders.contains(file.getParent()) && isRevision(file)) {
                found.folders.add(file.getParent());
            }
        }
        return found;
    }

    /** Whether a file says what revision it follows. One that cannot be read is none. */
    static boolean isRevision(Path file) {
        if (!Revisions.wouldRead(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            return FOLLOWS.matcher(new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The folder of the project whose revision it is: that of its {@code alembic.ini}, or of its {@code env.py} where several share
     * settings or there are none. Null for what is no revision.
     */
    @Nullable
    Path projectOf(Path file) {
        if (!folders.contains(file.getParent()) || !Revisions.wouldRead(file)) {
            return null;
        }
        Path ini = nearest(file, settings);
        Path environment = nearest(file, environments);
        boolean shared = ini != null
                && environments.stream()
                                .filter(folder -> folder.startsWith(ini))
                                .count()
                        > 1;
        if (ini != null && (!shared || environment == null)) {
            return ini;
        }
        return environment != null ? environment : path;
    }

    private @Nullable Path nearest(Path file, Set<Path> marked) {
        for (Path folder = file.getParent(); folder != null && folder.startsWith(path); folder = folder.getParent()) {
            if (marked.contains(folder)) {
                return folder;
            }
        }
        return null;
    }
}
