package dev.schemagate.migrate.alembic.revisions;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides where a database stands. */
final class DatabaseStanding {

    private final Map<String, Revision> byId;
    private final Graph graph;
    private final Set<String> rows;

    DatabaseStanding(Map<String, Revision> byId, Graph graph, Set<String> rows) {
        this.byId = byId;
        this.graph = graph;
        this.rows = rows;
    }

    AlembicPosition position() {
        List<String> all = List.copyOf(rows);
        Set<String> known = new LinkedHashSet<>(rows);
        known.retainAll(graph.all());
        List<String> unknown = all.stream().filter(row -> !known.contains(row)).toList();
        Set<String> pending = new LinkedHashSet<>(graph.all());
        pending.removeAll(graph.ancestors(known));
        if (!unknown.isEmpty()) {
            return beyond(all, known, unknown, pending);
        }
        List<AlembicPosition.Redundant.Row> redundant = redundant(known);
        if (pending.isEmpty()) {
            return new AlembicPosition.AtHead(all, redundant);
        }
        return redundant.isEmpty()
                ? new AlembicPosition.Behind(all, ordered(pending), graph.heads())
                : new AlembicPosition.Redundant(redundant, ordered(pending));
    }

    private AlembicPosition beyond(List<String> all, Set<String> known, List<String> unknown, Set<String> pending) {
        Set<String> missing = graph.descendants(known);
        missing.retainAll(pending);
        String hint = unknown.stream().map(this::hint).collect(Collectors.joining());
        return missing.isEmpty() && hint.isEmpty() && !graph.all().isEmpty()
                ? new AlembicPosition.Ahead(all, unknown)
                : new AlembicPosition.Unknown(all, unknown, ordered(missing.isEmpty() ? pending : missing), hint);
    }

    /** What a row may be meant for that is no id. */
    private String hint(String row) {
        List<String> near = byId.values().stream()
                .filter(revision -> revision.labels().contains(row)
                        || row.length() >= 4 && revision.id().startsWith(row)
                        || revision.id().equalsIgnoreCase(row.strip()))
                .map(Revision::describe)
                .toList();
        return near.isEmpty() ? "" : "; '" + row + "' may be meant for " + Sentence.some(near);
    }

    private List<AlembicPosition.Redundant.Row> redundant(Set<String> known) {
        Map<String, AlembicPosition.Redundant.Row> redundant = new LinkedHashMap<>();
        for (String row : known) {
            Set<String> below = graph.ancestors(Set.of(row));
            below.remove(row);
            below.retainAll(known);
            below.forEach(other -> redundant.put(other, new AlembicPosition.Redundant.Row(other, row)));
        }
        return List.copyOf(redundant.values());
    }

    private List<Revision> ordered(Set<String> some) {
        return graph.ordered(some).stream().map(byId::get).toList();
    }
}
