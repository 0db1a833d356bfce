package dev.schemagate.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which object the equalities of a catalog query name.
 *
 * @param relations by alias
 * @param values what columns are compared with
 * @param links from the column that holds an OID to the relation that names it
 */
record CatalogKey(Map<String, CatalogTable> relations, Map<Column, String> values, Map<Column, String> links) {

    /** A column of a relation of the query. */
    record Column(String relation, String name) {}

    /** The object; null where the equalities do not name one, or say more than its name. */
    @Nullable
    Sought sought() {
        String main = main();
        if (main == null) {
            return null;
        }
        CatalogTable table = relations.get(main);
        Set<Column> used = new HashSet<>();
        String name = take(new Column(main, table.name()), used);
        QualifiedName owner = owner(main, table, used);
        String schema = named(new Column(main, table.schema()), used);
        String type = take(new Column(main, table.type()), used);
        if (name == null || !used.containsAll(values.keySet()) || links.size() != relations.size() - 1) {
            return null;
        }
        String where = schema == null && owner != null ? owner.schema() : schema;
        return new Sought(
                table.kind(),
                where == null || where.isEmpty() ? null : where,
                owner == null ? null : owner.name(),
                name,
                type);
    }

    /** The relation that all others only name something of. */
    private @Nullable String main() {
        for (Map.Entry<String, CatalogTable> candidate : relations.entrySet()) {
            boolean others = relations.entrySet().stream()
                    .filter(other -> other != candidate)
                    .allMatch(other ->
                            other.getValue().names(candidate.getValue()) && links.containsValue(other.getKey()));
            if (others && !links.containsValue(candidate.getKey())) {
                return candidate.getKey();
            }
        }
        return null;
    }

    private @Nullable QualifiedName owner(String main, CatalogTable table, Set<Column> used) {
        Column column = new Column(main, table.owner());
        String helper = links.get(column);
        if (helper == null) {
            String written = take(column, used);
            return written == null
                    ? null
                    : CatalogTable.isOid(table.owner()) ? name(written) : QualifiedName.unqualified(written);
        }
        CatalogTable named = relations.get(helper);
        String name = take(new Column(helper, named.name()), used);
        String schema = named(new Column(helper, named.schema()), used);
        return name == null ? null : new QualifiedName(schema == null || schema.isEmpty() ? null : schema, name);
    }

    /** The value of a column of a schema, by itself or by way of {@code pg_namespace}. */
    private @Nullable String named(Column column, Set<Column> used) {
        String helper = links.get(column);
        return take(helper == null ? column : new Column(helper, "nspname"), used);
    }

    private @Nullable String take(Column column, Set<Column> used) {
        used.add(column);
        return values.get(column);
    }

    /** A name as an OID's cast takes it. */
    static @Nullable QualifiedName name(String written) {
        List<String> names = SqlText.names(written.replaceFirst("\\(.*", ""));
        return switch (names.size()) {
            case 1 -> QualifiedName.unqualified(names.get(0));
            case 2 -> new QualifiedName(names.get(0), names.get(1));
            default -> null;
        };
    }
}
