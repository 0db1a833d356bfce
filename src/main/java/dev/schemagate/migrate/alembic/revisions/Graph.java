package dev.schemagate.migrate.alembic.revisions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Revisions and the edges to those each needs. No recursion: ten thousand in a row are usual. */
final class Graph {

    private final Map<String, Integer> order = new LinkedHashMap<>();
    private final Map<String, Set<String>> parents = new LinkedHashMap<>();
    private final Map<String, List<String>> children = new LinkedHashMap<>();

    /** @param parents for each revision those it follows or depends on, all of them keys too */
    Graph(Map<String, Set<String>> parents) {
        this.parents.putAll(parents);
        for (Map.Entry<String, Set<String>> revision : parents.entrySet()) {
            order.put(revision.getKey(), order.size());
            revision.getValue().forEach(parent -> children.computeIfAbsent(parent, any -> new ArrayList<>())
                    .add(revision.getKey()));
        }
    }

    Set<String> all() {
        return parents.keySet();
    }

    Set<String> parents(String revision) {
        return parents.getOrDefault(revision, Set.of());
    }

    /** Those that nothing follows or depends on. */
    List<String> heads() {
        return all().stream()
                .filter(revision -> !children.containsKey(revision))
                .toList();
    }

    /** The revisions and all before them. */
    Set<String> ancestors(Collection<String> revisions) {
        Set<String> reached = new LinkedHashSet<>(revisions);
        Deque<String> todo = new ArrayDeque<>(revisions);
        while (!todo.isEmpty()) {
            for (String parent : parents(todo.pop())) {
                if (reached.add(parent)) {
                    todo.push(parent);
                }
            }
        }
        return reached;
    }

    /** The revisions and all after them. */
    Set<String> descendants(Collection<String> revisions) {
        Set<String> reached = new LinkedHashSet<>(revisions);
        Deque<String> todo = new ArrayDeque<>(revisions);
        while (!todo.isEmpty()) {
            for (String child : children.getOrDefault(todo.pop(), List.of())) {
                if (reached.add(child)) {
                    todo.push(child);
                }
            }
        }
        return reached;
    }

    /** Each after all it needs of the same set, in the order of the files where several can be next; those of a cycle are left out. */
    List<String> ordered(Set<String> some) {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        PriorityQueue<String> ready = new PriorityQueue<>((a, b) -> Integer.compare(order.get(a), order.get(b)));
        for (String revision : some) {
            int before = (int) parents(revision).stream().filter(some::contains).count();
            waiting.put(revision, before);
            if (before == 0) {
                ready.add(revision);
            }
        }
        List<String> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            String next = ready.poll();
            ordered.add(next);
            for (String child : children.getOrDefault(next, List.of())) {
                if (some.contains(child) && waiting.merge(child, -1, Integer::sum) == 0) {
                    ready.add(child);
                }
            }
        }
        return ordered;
    }

    /** The revisions of one cycle, in the order in which each needs the next; empty where there is none. */
    List<String> cycle() {
        Set<String> left = new LinkedHashSet<>(all());
        ordered(all()).forEach(left::remove);
        if (left.isEmpty()) {
            return List.of();
        }
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String at = left.iterator().next();
        while (seen.add(at)) {
            path.add(at);
            at = parents(at).stream().filter(left::contains).findFirst().orElseThrow();
        }
        return path.subList(path.indexOf(at), path.size());
    }
}
