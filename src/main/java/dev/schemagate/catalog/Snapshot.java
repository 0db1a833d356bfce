package dev.schemagate.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.catalog.CatalogObject.Key;
import dev.schemagate.catalog.CatalogObject.Kind;

/** Everything of some schemas at one moment. */
public final class Snapshot {

    private final Map<Key, CatalogObject> objects;

    Snapshot(Map<Key, CatalogObject> objects) {
        this.objects = objects;
    }

    static Snapshot of(List<CatalogObject> rows) {
        Map<Key, CatalogObject> objects = new HashMap<>(rows.size() * 2);
        rows.forEach(row -> objects.put(row.key(), row));
        return new Snapshot(objects);
    }

    Map<Key, CatalogObject> objects() {
        return objects;
    }

    /** How many objects of a kind there are. */
    public long count(Kind kind) {
        return objects.keySet().stream().filter(key -> key.kind() == kind).count();
    }

    /** An object by its oid. */
    public Optional<CatalogObject> find(Kind kind, long oid) {
        return Optional.ofNullable(objects.get(new Key(kind, oid, 0, 0)));
    }

    /** A relation or type by its name. */
    public Optional<CatalogObject> find(Kind kind, String schema, String name) {
        return objects.values().stream()
                .filter(o -> o.kind() == kind && o.name().equals(name))
                .filter(o -> find(Kind.SCHEMA, o.owner())
                        .filter(s -> s.name().equals(schema))
                        .isPresent())
                .findFirst();
    }

    /** What belongs to a relation, such as a column or constraint, by its name. */
    public Optional<CatalogObject> part(Kind kind, long relation, String name) {
        return objects.values().stream()
                .filter(o ->
                        o.kind() == kind && o.owner() == relation && o.name().equals(name))
                .findFirst();
    }

    /** A relation and all that inherit from it or are partitions of it, to any depth. */
    public Set<Long> withDescendants(long relation) {
        Set<Long> found = new HashSet<>(Set.of(relation));
        Deque<Long> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            long parent = open.remove();
            for (Key key : objects.keySet()) {
                if (key.kind() == Kind.INHERITANCE && key.owner() == parent && found.add(key.id())) {
                    open.add(key.id());
                }
            }
        }
        return found;
    }
}
