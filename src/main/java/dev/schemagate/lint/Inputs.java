package dev.schemagate.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.PythonText;
import dev.schemagate.migrate.flyway.MigrationFile;
import dev.schemagate.migrate.flyway.MigrationName;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.SqlLimits;

/** Finds the files behind the paths of a command line. Used once. */
public final class Inputs {

    private final @Nullable FileKind as;
    private final InputStream stdin;
    private final List<Input> files = new ArrayList<>();
    private final List<Finding> unread = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * @param as what every SQL file is taken for; null to tell from names
     * @param stdin what {@code -} reads
     */
    public Inputs(@Nullable FileKind as, InputStream stdin) {
        this.as = as;
        this.stdin = stdin;
    }

    /**
     * What was found, each file once: paths in the order given, folders with their sub-folders in the order their engine runs
     * them.
     *
     * @param unread a finding for each path that cannot be read, is of no kind that is checked, or that nobody reads
     * @param empty the folders with nothing to check in them
     */
    public record Found(List<Input> files, List<Finding> unread, List<String> empty) {}

    public Found read(List<String> paths) {
        for (String path : paths) {
            if (path.equals("-")) {
                attempt("<stdin>", () -> add("<stdin>", FileKind.HOTFIX, stdin, Path.of("<stdin>"), null));
            } else {
                attempt(path, () -> read(Path.of(path)));
            }
        }
        return new Found(files, unread, empty);
    }

    /** What may fail for one path without the others. */
    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(String path, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            unread.add(Unchecked.because(path, why(e)));
        } catch (UncheckedIOException e) {
            unread.add(Unchecked.because(path, why(e.getCause())));
        }
    }

    private void read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            readFolder(path);
            return;
        }
        FileKind kind = RevisionFiles.isRevision(path) ? FileKind.REVISION : Classifier.of(path);
        if (kind == null && Files.exists(path)) {
            unread.add(Unchecked.because(
                    path.toString(),
                    path.toString().endsWith(".py")
                            ? "no revision of Alembic's: it has no down_revision"
                            : "neither .sql nor .yaml; rename it, or pass it as -"));
        } else {
            boolean flyway = kind != null
                    && MigrationName.of(path.getFileName().toString()).isMeantForFlyway();
            add(path, kind == null ? FileKind.HOTFIX : kind, path, flyway ? path.resolveSibling("") : null);
        }
    }

    private void readFolder(Path path) throws IOException {
        boolean found = false;
        List<Path> all = FolderTree.files(path, (folder, e) -> unread.add(Unchecked.because(folder, why(e))));
        FlywayLocations locations = new FlywayLocations(path, all);
        RevisionFiles revisions = RevisionFiles.among(path, all);
        for (Path file : all) {
            OrphanSettings.of(file, all).ifPresent(unread::add);
            Path project = revisions.projectOf(file);
            if (project != null) {
                found = true;
                attempt(file.toString(), () -> add(file, FileKind.REVISION, project, null));
                continue;
            }
            Path location = locations.of(file);
            FileKind kind = location == null
                    ? Classifier.of(file)
                    : Classifier.of(MigrationName.of(file.getFileName().toString()), FileKind.MIGRATION);
            if (kind != null) {
                found = true;
                boolean whole = kind == FileKind.PRISMA || kind == FileKind.DEPLOYMENT;
                Path group = location != null ? location : whole ? path : file.getParent();
                attempt(file.toString(), () -> add(file, kind, group, location));
            }
        }
        if (!found) {
            empty.add(path.toString());
        }
    }

    private void add(Path file, FileKind kind, Path group, @Nullable Path location) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            add(file.toString().replace('\\', '/'), kind, in, group, location);
        }
    }

    /** Reads no more than one byte beyond what the parser takes, which then says that it is too much. */
    private void add(String name, FileKind kind, InputStream in, Path group, @Nullable Path location)
            throws IOException {
        if (seen.add(name)) {
            boolean sql = kind.script() != null;
            FileKind taken = as != null && sql ? as : kind;
            byte[] bytes = in.readNBytes(
                    kind == FileKind.REVISION ? PythonText.MAX_BYTES + 1 : SqlLimits.DEFAULT.maxBytes() + 1);
            MigrationFile migration = location == null || as != null || !sql
                    ? null
                    : MigrationFile.read(name, location, Path.of(name), bytes);
            files.add(new Input(name, taken, bytes, group.toString(), migration));
        }
    }

    private static String why(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist";
        }
        return failure instanceof AccessDeniedException
                ? "no permission to read it"
                : "cannot be read (" + failure.getClass().getSimpleName() + ")";
    }
}
