package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;

/** A column's default; null for none. */
@RegisterForReflection
public record DesiredDefault(
        String schema, String table, String name, @Nullable String value) implements DesiredObject {

    /**
     * @param base the type without its modifiers
     * @param typeDefault whether the type has a default of its own
     * @param value as the server prints it; null for none
     */
    record Row(
            String type,
            String base,
            boolean typeDefault,
            @Nullable String value) {

        /** Whether the default is the one asked for: none is NULL, unless the type has a default of its own. */
        boolean same(@Nullable String asked, ExpressionEquivalence expressions) {
            if (asked == null && value == null) {
                return true;
            }
            if (typeDefault && (asked == null || value == null)) {
                return false;
            }
            return expressions.same(orNull(asked), orNull(value), TypeText.ofValue(type, base), null);
        }

        private static String orNull(@Nullable String value) {
            return value == null ? "NULL" : value;
        }
    }

    /** What setting the default of a column sets. */
    static List<String> assignment(String schema, String table, String column) {
        return List.of("default", schema, table, column);
    }

    @Override
    public Optional<List<String>> assignment() {
        return Optional.of(assignment(schema, table, name));
    }

    @Override
    public Optional<ColumnValue> columnValue() {
        return Optional.of(new ColumnValue(schema, table, name, null, value)).filter(set -> set.value() != null);
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        Row found = row.as(Row.class);
        return Assessment.set(
                found != null && (later.replace(this) || found.same(value, expressions)),
                "the default of " + part(name));
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        return server.refusesColumn(this, name);
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(
                this,
                family -> new Delta(
                        object -> family.isDefault(object, name),
                        change -> family.isDefault(change.before(), name),
                        object -> family.isDefault(object, name)));
    }

    @Override
    public Optional<String> ddl() {
        return Optional.of(alterTable() + "ALTER COLUMN " + Identifiers.quote(name)
                + (value == null ? " DROP DEFAULT" : " SET DEFAULT " + value));
    }
}
