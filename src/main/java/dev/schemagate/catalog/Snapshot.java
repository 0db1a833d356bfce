package dev.schemagate.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
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
    private final Map<Family, List<CatalogObject>> families;
    private final Map<Kind, Long> numbers;

    /** What is of one kind and belongs to the same relation, type or schema. */
    private record Family(Kind kind, long owner) {}

    private Snapshot(Map<Key, CatalogObject> objects, Map<Kind, Long> numbers) {
        this.objects = objects;
        this.families = objects.values().stream().collect(Collectors.groupingBy(o -> new Family(o.kind(), o.owner())));
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

    List<CatalogObject> oneOfEachKind() {
        Map<Kind, CatalogObject> some = new EnumMap<>(Kind.class);
        families.forEach((family, members) -> some.putIfAbsent(family.kind(), members.get(0)));
        return List.copyOf(some.values());
    }

    private List<CatalogObject> of(Kind kind, long owner) {
        return families.getOrDefault(new Family(kind, owner), List.of());
    }

    /** An object by its oid. */
    public Optional<CatalogObject> find(Kind kind, long oid) {
        return Optional.ofNullable(objects.get(new Key(kind, oid, 0, 0)));
    }

    /** A relation or type by its name. */
    public Optional<CatalogObject> find(Kind kind, String schema, String name) {
        return part(Kind.SCHEMA, 0, schema).flatMap(home -> part(kind, home.id(), name));
    }

    /** What belongs to a relation, type or schema, such as a column or constraint, by its name. */
    public Optional<CatalogObject> part(Kind kind, long owner, String name) {
        return of(kind, owner).stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /** A relation and all that inherit from it or are partitions of it, to any depth. */
    public Set<Long> withDescendants(long relation) {
        Set<Long> found = new HashSet<>(Set.of(relation));
        Deque<Long> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (CatalogObject heir : of(Kind.INHERITANCE, open.remove())) {
                if (found.add(heir.id())) {
                    open.add(heir.id());
                }
            }
        }
        return found;
    }
}
