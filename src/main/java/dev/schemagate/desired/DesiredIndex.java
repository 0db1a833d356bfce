package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.error.Wording;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** A valid index of this shape. {@code table} is what is indexed. */
@RegisterForReflection
public record DesiredIndex(
        String schema,
        String table,
        String name,
        String method,
        boolean unique,
        boolean nullsNotDistinct,
        boolean only,
        List<IndexKey> keys,
        List<String> include,
        Map<String, String> options,
        @Nullable String tablespace,
        @Nullable String where)
        implements DesiredObject {

    /**
     * A relation of that name; what follows {@code kind}, its {@code relkind}, is empty where it is no index.
     *
     * @param here whether it is on the table asked for
     * @param definition of an index with expressions; null where it has none
     */
    record Row(
            String kind,
            boolean here,
            @Nullable String table,
            boolean valid,
            boolean unique,
            boolean nullsNotDistinct,
            @Nullable String method,
            @Nullable List<IndexKey.Row> keys,
            @Nullable String definition,
            List<String> include,
            List<String> options,
            @Nullable String tablespace,
            @Nullable String where) {}

    /** One of columns without anything that needs not be said. */
    public static DesiredIndex plain(
            String schema,
            String table,
            String name,
            String method,
            boolean unique,
            List<IndexKey> keys,
            @Nullable String where) {
        return new DesiredIndex(
                schema, table, name, method, unique, false, false, keys, List.of(), Map.of(), null, where);
    }

    static DesiredObject of(IndexDefinition index, NameResolution names) {
        QualifiedName name = index.name();
        if (name == null) {
            return new Unreadable("unnamed index: a second run cannot tell whether it exists");
        }
        return new DesiredIndex(
                names.schemaOf(index.table()),
                index.table().name(),
                name.name(),
                index.method(),
                index.unique(),
                index.nullsNotDistinct(),
                index.only(),
                index.keys().stream().map(IndexKey::of).toList(),
                index.include(),
                index.with(),
                index.tablespace(),
                DesiredObjects.text(index.where()));
    }

    /** The same under another name. */
    public DesiredIndex named(String other) {
        return new DesiredIndex(
                schema,
                table,
                other,
                method,
                unique,
                nullsNotDistinct,
                only,
                keys,
                include,
                options,
                tablespace,
                where);
    }

    @Override
    public Optional<List<String>> uniqueName() {
        return Optional.of(List.of("index", schema, name));
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        String what = "index " + new QualifiedName(schema, name).sql();
        Row found = row.as(Row.class);
        if (found == null) {
            return Assessment.missing(what + " does not exist");
        }
        if (!found.kind.equalsIgnoreCase("i")) {
            return Assessment.conflict(what + ": the name belongs to a relation that is not an index");
        }
        if (!found.here) {
            return Assessment.conflict(what + " is an index of " + found.table);
        }
        List<String> differences = differences(found, expressions);
        if (!differences.isEmpty()) {
            return Assessment.conflict(what + " " + String.join("; ", differences));
        }
        return found.valid || found.kind.equals("I") && only
                ? Assessment.satisfied(what + " is there")
                : new Assessment(Outcome.BROKEN, what + " is INVALID: a concurrent build did not finish", false);
    }

    private List<String> differences(Row found, ExpressionEquivalence expressions) {
        List<String> differences = new ArrayList<>();
        if (found.unique != unique) {
            differences.add(unique ? "is not unique" : "is unique");
        }
        if (found.nullsNotDistinct != nullsNotDistinct) {
            differences.add("differs in NULLS [NOT] DISTINCT");
        }
        if (!method.equals(found.method)) {
            differences.add("is " + found.method + ", but the hotfix asks for " + method);
        }
        keys(found.keys == null ? List.of() : found.keys, found.definition, expressions, differences);
        if (!found.include.equals(include)) {
            differences.add("includes " + found.include + ", but the hotfix asks for " + include);
        }
        differences.addAll(lacking(options, found.options));
        if (tablespace != null && found.tablespace != null && !tablespace.equals(found.tablespace)) {
            differences.add("is in tablespace " + found.tablespace);
        }
        if (!expressions.same(orTrue(where), orTrue(found.where), "", this)) {
            differences.add((found.where == null ? "has no predicate" : "has the predicate " + found.where)
                    + ", but the hotfix asks for " + (where == null ? "none" : where));
        }
        return differences;
    }

    private void keys(
            List<IndexKey.Row> found,
            @Nullable String definition,
            ExpressionEquivalence expressions,
            List<String> differences) {
        if (found.size() != keys.size()) {
            differences.add("has " + Wording.counted(found.size(), "key") + ", but the hotfix asks for " + keys.size());
            return;
        }
        List<Boolean> collated = IndexText.collated(definition, found);
        for (int i = 0; i < found.size(); i++) {
            String difference = keys.get(i).difference(found.get(i), collated.get(i), this, expressions);
            if (!difference.isEmpty()) {
                differences.add("key " + (i + 1) + " differs: the index has " + difference);
            }
        }
    }

    /** The server drops a predicate that is constantly true. */
    private static String orTrue(@Nullable String predicate) {
        return predicate == null ? "true" : predicate;
    }

    /** The storage parameters that were asked for and are not set so; others may be. */
    static List<String> lacking(Map<String, String> asked, List<String> found) {
        return asked.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .filter(option -> !found.contains(option))
                .map("lacks "::concat)
                .toList();
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        Relation relation = server.relation(this);
        if (!relation.takesIndexes()) {
            return relation.name() + " is not a table and cannot have an index";
        }
        if (relation.isPartitioned() && server.alone()) {
            return relation.name() + " is partitioned: no index is built on it concurrently; write the same for each"
                    + " partition, which is all that queries need";
        }
        return IndexCheck.refusal(this, server);
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(this, family -> Delta.adding(object -> family.isIndex(object, name)));
    }

    @Override
    public Optional<String> ddl() {
        return Optional.of("CREATE " + (unique ? "UNIQUE " : "") + "INDEX CONCURRENTLY IF NOT EXISTS "
                + Identifiers.quote(name) + " ON " + (only ? "ONLY " : "") + Identifiers.quote(schema) + "."
                + Identifiers.quote(table) + definition());
    }

    /** What follows the table's name in CREATE INDEX. */
    public String definition() {
        return (method.equals("btree") ? "" : " USING " + method)
                + keys.stream().map(IndexKey::sql).collect(Collectors.joining(", ", "(", ")"))
                + (include.isEmpty() ? "" : " INCLUDE (" + Identifiers.list(include) + ")")
                + (nullsNotDistinct ? " NULLS NOT DISTINCT" : "")
                + (options.isEmpty() ? "" : " WITH" + options(options))
                + (tablespace == null ? "" : " TABLESPACE " + Identifiers.quote(tablespace))
                + (where == null ? "" : " WHERE " + where);
    }

    static String options(Map<String, String> options) {
        return options.isEmpty()
                ? ""
                : options.entrySet().stream()
                        .map(option -> option.getKey() + " = "
                                + Identifiers.literal(option.getValue()).strip())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
