package dev.schemagate.migrate.alembic.revisions;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** Makes one graph of what the files say, and tells where they contradict one another. */
final class GraphReader {

    private final Map<String, Revision> revisions;
    private final Map<String, Revision> labels = new LinkedHashMap<>();
    private final Consumer<Finding> problems;

    private GraphReader(Map<String, Revision> revisions, Consumer<Finding> problems) {
        this.revisions = revisions;
        this.problems = problems;
    }

    /** The first of those that share an id; the others are problems. */
    static Map<String, Revision> byId(List<Revision> all, Consumer<Finding> problems) {
        Map<String, Revision> byId = new LinkedHashMap<>();
        for (Revision revision : all) {
            Revision first = byId.putIfAbsent(revision.id(), revision);
            if (first != null) {
                problems.accept(problem(
                        revision,
                        "revision '" + revision.id() + "' is declared in " + first.place()
                                + " too, and Alembic would run whichever it reads last"));
            }
        }
        return byId;
    }

    static Graph read(Map<String, Revision> revisions, Consumer<Finding> problems) {
        GraphReader reader = new GraphReader(revisions, problems);
        reader.label();
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        revisions.values().forEach(revision -> parents.put(revision.id(), reader.parents(revision)));
        Graph graph = new Graph(parents);
        List<String> cycle = graph.cycle();
        if (!cycle.isEmpty()) {
            problems.accept(problem(
                    revisions.get(cycle.get(0)),
                    cycle.size() == 1
                            ? "revision '" + cycle.get(0) + "' follows or depends on itself"
                            : "these revisions follow or depend on one another in a circle: "
                                    + Sentence.some(cycle.stream()
                                            .map(id -> revisions.get(id).describe())
                                            .collect(Collectors.toList()))));
        }
        return graph;
    }

    private void label() {
        for (Revision revision : revisions.values()) {
            for (String label : revision.labels()) {
                Revision other = revisions.containsKey(label) ? revisions.get(label) : labels.get(label);
                if (other != null) {
                    problems.accept(
                            problem(revision, "branch label '" + label + "' is taken already by " + other.describe()));
                }
                labels.putIfAbsent(label, revision);
            }
        }
    }

    private Set<String> parents(Revision revision) {
        Set<String> parents = new LinkedHashSet<>();
        for (String down : revision.down()) {
            if (revisions.containsKey(down)) {
                parents.add(down);
            } else {
                missing(revision, "down_revision", down, labels.containsKey(down) ? labels.get(down) : null);
            }
        }
        for (String needed : revision.dependsOn()) {
            if (revisions.containsKey(needed)) {
                parents.add(needed);
            } else if (labels.containsKey(needed)) {
                parents.add(labels.get(needed).id());
            } else {
                missing(revision, "depends_on", needed, null);
            }
        }
        return parents;
    }

    private void missing(
            Revision revision, String name, String wanted, @org.jspecify.annotations.Nullable Revision labelled) {
        List<String> longer = wanted.isEmpty()
                ? List.of()
                : revisions.keySet().stream()
                        .filter(id -> id.startsWith(wanted))
                        .toList();
        String hint = labelled != null
                ? "; it is a branch label, and down_revision takes ids: write '" + labelled.id() + "'"
                : longer.size() == 1 ? "; Alembic takes no abbreviation there: write '" + longer.get(0) + "'" : "";
        problems.accept(problem(
                revision, name + " of '" + revision.id() + "' names '" + wanted + "', which no file declares" + hint));
    }

    private static Finding problem(Revision revision, String message) {
        SourceRange at = revision.at();
        return Finding.of(ErrorCode.MG022, revision.file(), at, message);
    }
}
