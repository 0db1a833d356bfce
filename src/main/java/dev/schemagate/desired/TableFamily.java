package dev.schemagate.desired;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;

/**
 * A table, its partitions and heirs, on which a change is repeated.
 *
 * @param members their oids
 * @param indexes those that are new on one of them
 */
record TableFamily(Snapshot before, Difference difference, CatalogObject table, Set<Long> members, Set<Long> indexes) {

    boolean isColumn(CatalogObject object, Set<String> names) {
        return object.kind() == Kind.COLUMN && members.contains(object.id()) && names.contains(object.name());
    }

    /** Whether a column of one of these names began or ceased to take NULL, and nothing else. */
    boolean isNullability(Difference.Changed change, Set<String> names) {
        return change.facts().equals(List.of("null")) && isColumn(change.before(), names);
    }

    /** Whether it is the default of a column of this name, an old or a new one. */
    boolean isDefault(CatalogObject object, String column) {
        if (object.kind() != Kind.DEFAULT || !members.contains(object.id())) {
            return false;
        }
        Stream<CatalogObject> fresh =
                difference.added().stream().filter(o -> o.kind() == Kind.COLUMN && o.id() == object.id());
        return Stream.concat(fresh, before.part(Kind.COLUMN, object.id(), column).stream())
                .anyMatch(c -> c.sub() == object.sub() && c.name().equals(column));
    }

    /** Whether it is the constraint or what partitions and heirs have of it; under any name where {@code name} is null. */
    boolean isConstraint(CatalogObject object, String type, @Nullable String name) {
        return object.kind() == Kind.CONSTRAINT
                && members.contains(object.owner())
                && object.fact("type").equals(type)
                && (!object.fact("parent").equals("0")
                        || name == null
                        || object.name().equals(name));
    }

    boolean isNewIndex(CatalogObject object) {
        return indexes.contains(object.id());
    }

    /** The index itself has the name that was asked for; those of partitions get theirs from PostgreSQL, and hang below it. */
    boolean isIndex(CatalogObject object, String name) {
        boolean own = isNewIndex(object);
        return switch (object.kind()) {
            case RELATION -> own && (isRoot(object) ? object.name().equals(name) : hangsBelow(object));
            case INDEX -> own;
            case INHERITANCE -> own && indexes.contains(object.owner());
            default -> false;
        };
    }

    private boolean hangsBelow(CatalogObject index) {
        return difference.added().stream()
                .anyMatch(o -> o.kind() == Kind.INHERITANCE && o.id() == index.id() && indexes.contains(o.owner()));
    }

    private boolean isRoot(CatalogObject relation) {
        return difference.added().stream()
                .anyMatch(o -> o.kind() == Kind.INDEX && o.id() == relation.id() && o.owner() == table.id());
    }
}
