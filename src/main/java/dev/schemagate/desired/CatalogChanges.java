package dev.schemagate.desired;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;

/** The catalog as it was, and what has become different, so that a desired object may say what of it is its own doing. */
public record CatalogChanges(Snapshot before, Difference difference) {

    /** What is accounted for on the table of an object, its partitions and heirs; nothing where there was no such table. */
    Delta ofTable(DesiredObject object, Function<TableFamily, Delta> delta) {
        return before.find(Kind.RELATION, object.schema(), object.table())
                .map(table -> {
                    Set<Long> members = before.withDescendants(table.id());
                    Set<Long> indexes = difference.added().stream()
                            .filter(o -> o.kind() == Kind.INDEX && members.contains(o.owner()))
                            .map(CatalogObject::id)
                            .collect(Collectors.toSet());
                    return delta.apply(new TableFamily(before, difference, table, members, indexes));
                })
                .orElse(Delta.NOTHING);
    }
}
