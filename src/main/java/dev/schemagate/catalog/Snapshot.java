package dev.schemagate.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.catalog.CatalogObject.Key;
import dev.schemagate.catalog.CatalogObject.Kind;

/** Everything of some schemas at one moment. */
public final class Snapshot {

    private final Map<Key, CatalogObject> objects;
    private final Map<Kind, List<CatalogObject>> kinds;
    private final Map<Kind, Long> numbers;

    private Snapshot(Map<Key, CatalogObject> objects, Map<Kind, Long> numbers) {
        this.objects = objects;
        this.kinds = objects.values().stream().collect(Collectors.groupingBy(CatalogObject::kind));
        this.numbers = numbers;
    }

    static Snapshot of(List<CatalogObject> rows, Map<Kind, Long> numbers) {
        Map<Key, CatalogObject> objects = new HashMap<>(rows.size() * 2);
        rows.forEach(row -> objects.put(row.key(), row));
        return new Snapshot(objects, numbers);
    }

    Map<Key, CatalogObject> objects() {
        return objects;
    }

    /** How many rows each catalog had, of all schemas. */
    Map<Kind, Long> numbers() {
        return numbers;
    }

    private List<CatalogObject> of(Kind kind) {
        return kinds.getOrDefault(kind, List.of());
    }

    /** An object by its oid. */
    public Optional<CatalogObject> find(Kind kind, long oid) {
        return Optional.ofNullable(objects.get(new Key(kind, oid, 0, 0)));
    }

    /** A relation or type by its name. */
    public Optional<CatalogObject> find(Kind kind, String schema, String name) {
        return of(kind).stream()
                .filter(o -> o.name().equals(name))
                .filter(o -> find(Kind.SCHEMA, o.owner())
                        .filter(s -> s.name().equals(schema))
                        .isPresent())
                .findFirst();
    }

    /** What belongs to a relation, such as a column or constraint, by its name. */
    public Optional<CatalogObject> part(Kind kind, long relation, String name) {
        return of(kind).stream()
                .filter(o -> o.owner() == relation && o.name().equals(name))
                .findFirst();
    }

    /** A relation and all that inherit from it or are partitions of it, to any depth. */
    public Set<Long> withDescendants(long relation) {
        Set<Long> found = new HashSet<>(Set.of(relation));
        Deque<Long> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            long parent = open.remove();
            for (CatalogObject heir : of(Kind.INHERITANCE)) {
                if (heir.owner() == parent && found.add(heir.id())) {
                    open.add(heir.id());
                }
            }
        }
        return found;
    }
}
