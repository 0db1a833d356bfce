package dev.schemagate.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One row of a system catalog, of an object in the schemas looked at.
 *
 * @param id the object's oid; of a column, default or inheritance the relation's
 * @param sub the column's number, 0 where there is none
 * @param owner oid of the relation, type or schema it belongs to
 * @param name its name, so that a rename is seen as a change and not as a loss and a gain
 * @param facts everything else, as {@code key=value} separated by {@code |}
 */
public record CatalogObject(Kind kind, long id, int sub, long owner, String name, String facts) {

    /** What a catalog row describes. Indexes, sequences and views are relations, too. */
    public enum Kind {
        SCHEMA,
        RELATION,
        COLUMN,
        DEFAULT,
        INDEX,
        CONSTRAINT,
        TYPE,
        ENUM_LABEL,
        FUNCTION,
        TRIGGER,
        RULE,
        POLICY,
        STATISTICS,
        INHERITANCE,
        COMMENT
    }

    /** Orders objects; those that it calls equal are the same object in different snapshots. */
    static final Comparator<CatalogObject> IDENTITY = Comparator.comparing(CatalogObject::kind)
            .thenComparingLong(CatalogObject::id)
            .thenComparingInt(CatalogObject::sub)
            .thenComparingLong(o -> o.kind == Kind.COMMENT || o.kind == Kind.INHERITANCE ? o.owner : 0);

    /** Orders objects by what they belong to. */
    static final Comparator<CatalogObject> HOME =
            Comparator.comparing(CatalogObject::kind).thenComparingLong(CatalogObject::owner);

    /** One fact; empty where the object has none of this name. */
    public String fact(String key) {
        return map().getOrDefault(key, "");
    }

    /** The names of what differs from another row of the same object; {@code name} for its name. */
    public List<String> changes(CatalogObject other) {
        List<String> changed = new ArrayList<>();
        if (!name.equals(other.name)) {
            changed.add("name");
        }
        if (owner != other.owner) {
            changed.add("owner");
        }
        Map<String, String> theirs = other.map();
        map().forEach((key, value) -> {
            if (!Objects.equals(value, theirs.get(key))) {
                changed.add(key);
            }
        });
        return changed;
    }

    /** The facts by name. Only the last may hold a {@code |}. */
    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String fact : facts.split("\\|")) {
            int at = fact.indexOf('=');
            map.put(at < 0 ? fact : fact.substring(0, at), fact.substring(at + 1));
        }
        return map;
    }
}
