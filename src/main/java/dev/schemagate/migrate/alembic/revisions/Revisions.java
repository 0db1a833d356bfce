package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/**
 * The revisions of a project as a graph, read from their files without Python. Whatever is wrong with the files is in
 * {@link #problems()}; reading throws nothing. A value: the files may change meanwhile.
 */
public final class Revisions {

    private final Map<String, Revision> byId;
    private final Graph graph;
    private final List<Finding> problems;

    private Revisions(List<Revision> all, List<Finding> found) {
        List<Finding> problems = new ArrayList<>(found);
        this.byId = GraphReader.byId(all, problems::add);
        // A file that could not be read would only make those that follow it look wrong.
        List<Finding> contradictions = new ArrayList<>();
        this.graph = GraphReader.read(byId, contradictions::add);
        if (found.isEmpty()) {
            problems.addAll(contradictions);
        }
        this.problems = List.copyOf(problems);
    }

    /** A file's name, as findings call it, and its bytes. */
    public record Source(String name, byte[] bytes) {}

    /** Those in the project's folders. */
    public static Revisions read(AlembicProject project) {
        return read(project.versions(), project.recursive());
    }

    /**
     * Those in some folders.
     *
     * @param recursive whether folders below are read too
     */
    public static Revisions read(List<Path> folders, boolean recursive) {
        List<Finding> problems = new ArrayList<>();
        List<Revision> revisions = new ArrayList<>();
        for (Path file : RevisionFolders.files(folders, recursive, problems::add)) {
            String name = RevisionFolders.name(file);
            try {
                add(new Source(name, RevisionFolders.bytes(file)), revisions, problems);
            } catch (IOException e) {
                problems.add(Finding.of(ErrorCode.MG020, name, new SourceRange(0, 0, 1, 1), MountedFolder.why(e)));
            }
        }
        return new Revisions(revisions, problems);
    }

    /** Those of files that have been read already. */
    public static Revisions of(List<Source> files) {
        List<Finding> problems = new ArrayList<>();
        List<Revision> revisions = new ArrayList<>();
        files.forEach(file -> add(file, revisions, problems));
        return new Revisions(revisions, problems);
    }

    /** Whether Alembic takes a file among its revisions for one, by its name. */
    public static boolean wouldRead(Path file) {
        return RevisionFolders.isRevision(file);
    }

    /** What keeps one file from being read, whatever others say. */
    public static List<Finding> unreadable(Source file) {
        List<Finding> problems = new ArrayList<>();
        add(file, new ArrayList<>(), problems);
        return problems;
    }

    private static void add(Source file, List<Revision> revisions, List<Finding> problems) {
        Revision revision = RevisionReader.read(file.name(), file.bytes(), problems::add);
        if (revision != null) {
            revisions.add(revision);
        }
    }

    /** What keeps them from being known, or Alembic from running them; each with its file and line. */
    public List<Finding> problems() {
        return problems;
    }

    /** In the order of the files. */
    public Collection<Revision> all() {
        return byId.values();
    }

    /** As {@code alembic heads} prints them: those that no {@code down_revision} names. */
    public List<Revision> heads() {
        Set<String> followed = new LinkedHashSet<>();
        all().forEach(revision -> followed.addAll(revision.down()));
        return all().stream()
                .filter(revision -> !followed.contains(revision.id()))
                .toList();
    }

    /** The heads that no {@code depends_on} reaches: what the version table holds when all has run. */
    public List<Revision> effectiveHeads() {
        return graph.heads().stream().map(byId::get).toList();
    }

    /**
     * Where a database stands.
     *
     * @param rows the {@code version_num}s of its version table; none where there is no such table
     */
    public AlembicPosition compare(Collection<String> rows) {
        return problems.isEmpty()
                ? new DatabaseStanding(byId, graph, new LinkedHashSet<>(rows)).position()
                : new AlembicPosition.Broken(problems);
    }
}
