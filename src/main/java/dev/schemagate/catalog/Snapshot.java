package dev.schemagate.catalog;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.catalog.CatalogObject.Kind;

/**
 * Everything of some schemas at one moment. A database with 10,000 tables has some 300,000 of such objects, so they are held
 * in sorted arrays and not in maps.
 */
public final class Snapshot {

    private static final Set<String> WITH_ROWS = Set.of("r", "m", "p");

    private final CatalogObject[] objects;
    private final CatalogObject[] byHome;
    private final Map<Kind, Long> numbers;

    private Snapshot(CatalogObject[] objects, CatalogObject[] byHome, Map<Kind, Long> numbers) {
        this.objects = objects;
        this.byHome = byHome;
        this.numbers = numbers;
    }

    static Snapshot of(CatalogReader.View view) {
        CatalogObject[] objects = view.rows().toArray(CatalogObject[]::new);
        Arrays.sort(objects, CatalogObject.IDENTITY);
        CatalogObject[] byHome = objects.clone();
        Arrays.sort(byHome, CatalogObject.HOME);
        return new Snapshot(objects, byHome, view.numbers());
    }

    List<CatalogObject> objects() {
        return Arrays.asList(objects);
    }

    /** How many rows each catalog had, of all schemas. */
    Map<Kind, Long> numbers() {
        return numbers;
    }

    List<CatalogObject> oneOfEachKind() {
        Map<Kind, CatalogObject> some = new EnumMap<>(Kind.class);
        for (CatalogObject object : objects) {
            some.putIfAbsent(object.kind(), object);
        }
        return List.copyOf(some.values());
    }

    /** Everything that holds rows, by its oid. */
    public List<Long> tables() {
        return Arrays.stream(objects)
                .filter(object -> object.kind() == Kind.RELATION && WITH_ROWS.contains(object.fact("kind")))
                .map(CatalogObject::id)
                .toList();
    }

    /** The same object as in another snapshot. */
    Optional<CatalogObject> find(CatalogObject other) {
        int at = Arrays.binarySearch(objects, other, CatalogObject.IDENTITY);
        return at < 0 ? Optional.empty() : Optional.of(objects[at]);
    }

    private List<CatalogObject> of(Kind kind, long owner) {
        CatalogObject probe = new CatalogObject(kind, 0, 0, owner, "", "");
        int any = Arrays.binarySearch(byHome, probe, CatalogObject.HOME);
        if (any < 0) {
            return List.of();
        }
        int from = any;
        while (from > 0 && CatalogObject.HOME.compare(byHome[from - 1], probe) == 0) {
            from--;
        }
        int to = any + 1;
        while (to < byHome.length && CatalogObject.HOME.compare(byHome[to], probe) == 0) {
            to++;
        }
        return Arrays.asList(byHome).subList(from, to);
    }

    /** An object by its oid. */
    public Optional<CatalogObject> find(Kind kind, long oid) {
        return find(new CatalogObject(kind, oid, 0, 0, "", ""));
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
