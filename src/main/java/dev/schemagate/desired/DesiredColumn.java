package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;

/**
 * A column of this shape.
 *
 * @param value its default; null for none
 * @param generation empty, STORED or VIRTUAL
 * @param expression of a generated column
 * @param storage null where anything will do, as of {@code compression}
 */
@RegisterForReflection
public record DesiredColumn(
        String schema,
        String table,
        String name,
        String type,
        boolean notNull,
        @Nullable String value,
        String generation,
        @Nullable String expression,
        @Nullable String collation,
        @Nullable String storage,
        @Nullable String compression)
        implements DesiredObject {

    private static final Map<String, String> GENERATION = Map.of("STORED", "s", "VIRTUAL", "v", "", "");
    private static final Map<String, String> STORAGE =
            Map.of("plain", "p", "external", "e", "extended", "x", "main", "m");
    private static final Map<String, String> COMPRESSION = Map.of("pglz", "p", "lz4", "l");
    private static final String USUAL = "default";
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    /** Of {@code pg_attribute}, in its abbreviations; {@code value} is its default or what generates it. */
    record Row(
            String type,
            String base,
            boolean typeDefault,
            boolean sameType,
            boolean nullable,
            String generated,
            @Nullable String collation,
            boolean sameCollation,
            @Nullable String storage,
            @Nullable String compression,
            @Nullable String value) {}

    /** A column that need not have anything but its type. */
    public static DesiredColumn plain(
            String schema, String table, String name, String type, boolean notNull, @Nullable String value) {
        return new DesiredColumn(schema, table, name, type, notNull, value, "", null, null, null, null);
    }

    static DesiredObject of(ColumnChange.Add add, NameResolution names) {
        ColumnDefinition column = add.definition();
        ColumnDefinition.Generation generation = column.generation();
        if (column.type().isSerial() || generation != null && generation.expression() == null) {
            // It would make a sequence in a schema where a hotfix makes nothing.
            return Unreadable.of(add);
        }
        return new DesiredColumn(
                names.schemaOf(add.table()),
                add.table().name(),
                column.name(),
                TypeText.of(column.type()),
                column.notNull(),
                DesiredObjects.text(column.defaultValue()),
                generation == null ? "" : generation.kind().name(),
                generation == null ? null : DesiredObjects.text(generation.expression()),
                DesiredObjects.name(column.collation()),
                column.storage(),
                column.compression());
    }

    static List<String> uniqueName(String schema, String table, String column) {
        return List.of("column", schema, table, column);
    }

    @Override
    public Optional<List<String>> uniqueName() {
        return Optional.of(uniqueName(schema, table, name));
    }

    @Override
    public Optional<ColumnValue> columnValue() {
        return Optional.of(new ColumnValue(schema, table, null, type, computed()));
    }

    private @Nullable String computed() {
        return expression == null ? value : expression;
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        if (!Set.of("r", "p", "f").contains(row.kind())) {
            return Assessment.impossible("\"" + table + "\" is not a table");
        }
        Row found = row.as(Row.class);
        if (found == null) {
            return Assessment.missing("column " + part(name) + " does not exist");
        }
        List<String> differences = differences(found, expressions, later);
        return differences.isEmpty()
                ? Assessment.satisfied("column " + part(name) + " is there")
                : Assessment.conflict("column " + part(name) + " " + String.join("; ", differences));
    }

    private List<String> differences(Row found, ExpressionEquivalence expressions, LaterAssignments later) {
        List<String> differences = new ArrayList<>();
        if (!found.sameType || !TypeText.sameModifiers(type, found.type)) {
            differences.add("has type " + found.type + ", but the hotfix asks for " + type);
        }
        if (found.nullable == notNull && !later.sets(DesiredNullability.assignment(schema, table, name))) {
            differences.add(
                    found.nullable
                            ? "is nullable, but the hotfix asks for NOT NULL"
                            : "is NOT NULL, but the hotfix asks for NULL");
        }
        if (!found.generated.equals(GENERATION.get(generation))) {
            differences.add("differs in GENERATED");
        } else if (!later.sets(DesiredDefault.assignment(schema, table, name)) && !sameValue(found, expressions)) {
            differences.add((found.value == null ? "has no default" : "has the default " + found.value)
                    + ", but the hotfix asks for " + (computed() == null ? "none" : computed()));
        }
        if (!found.sameCollation) {
            differences.add("has the collation " + found.collation);
        }
        if (differs(STORAGE, storage, found.storage)) {
            differences.add("is not stored as " + storage);
        }
        if (differs(COMPRESSION, compression, found.compression)) {
            differences.add("is not compressed by " + compression);
        }
        return differences;
    }

    private boolean sameValue(Row found, ExpressionEquivalence expressions) {
        return generation.isEmpty()
                ? new DesiredDefault.Row(found.type, found.base, found.typeDefault, found.value)
                        .same(value, expressions)
                : expressions.same(expression, found.value, TypeText.ofValue(found.type, found.base), this);
    }

    private static boolean differs(Map<String, String> codes, @Nullable String asked, @Nullable String found) {
        String word = asked == null ? USUAL : asked.toLowerCase(Locale.ROOT);
        String code = codes.getOrDefault(word, word);
        return !code.equals(USUAL) && !code.equals(found);
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        Relation relation = server.relation(this);
        if (relation.isPartition()) {
            return relation.name() + " is a partition: the column comes with its parent's";
        }
        if (server.only() && relation.hasHeirs()) {
            return relation.name() + " has partitions or heirs, which need the column too: leave ONLY out";
        }
        if (relation.isTyped()) {
            return relation.name() + " is typed (OF a composite type) and cannot have a column of its own";
        }
        if (SYSTEM_COLUMNS.contains(name)) {
            return "column name " + name + " is PostgreSQL's own";
        }
        String computed = computed();
        String refusal = server.probe()
                .refuses("SELECT ((" + (computed == null ? "NULL" : computed) + "\n)::" + type + ")"
                        + (collation == null ? "" : " COLLATE " + collation)
                        + (expression == null ? "" : server.from(this)));
        return refusal != null || computed == null ? refusal : server.probe().refusesLiteral(computed, type);
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(
                this,
                family -> Delta.adding(
                        object -> family.isColumn(object, Set.of(name)) || family.isDefault(object, name)));
    }

    @Override
    public Optional<String> ddl() {
        return Optional.of(alterTable() + "ADD COLUMN IF NOT EXISTS " + definition());
    }

    /** The column's part of CREATE TABLE or ADD COLUMN. */
    public String definition() {
        return Identifiers.quote(name) + " " + type
                + (storage == null ? "" : " STORAGE " + storage)
                + (compression == null ? "" : " COMPRESSION " + compression)
                + (collation == null ? "" : " COLLATE " + collation)
                + (notNull ? " NOT NULL" : "")
                + (value == null ? "" : " DEFAULT " + value)
                + (generation.isEmpty() ? "" : " GENERATED ALWAYS AS (" + expression + ") " + generation);
    }
}
