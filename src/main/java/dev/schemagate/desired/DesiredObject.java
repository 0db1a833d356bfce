package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.QualifiedName;

/**
 * What must be in the catalog for one effect of a statement to have nothing left to do: each kind knows how it compares, what
 * the server would refuse, what it may change and how it is written. Names are resolved, types are as {@code format_type} prints
 * them, expressions as written.
 *
 * <p>Kept as JSON between starts, and sent to the server as it is, where {@code catalog-rows.sql} has a branch for each
 * {@code ask}; so its fields are plain.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DesiredColumn.class, name = "column"),
    @JsonSubTypes.Type(value = DesiredDefault.class, name = "default"),
    @JsonSubTypes.Type(value = DesiredNullability.class, name = "nullability"),
    @JsonSubTypes.Type(value = DesiredIndex.class, name = "index"),
    @JsonSubTypes.Type(value = DesiredKey.class, name = "key"),
    @JsonSubTypes.Type(value = DesiredForeignKey.class, name = "foreign key"),
    @JsonSubTypes.Type(value = DesiredCheck.class, name = "check"),
    @JsonSubTypes.Type(value = DesiredValidation.class, name = "validated"),
    @JsonSubTypes.Type(value = DesiredEnumLabel.class, name = "enum"),
    @JsonSubTypes.Type(value = DesiredComment.class, name = "comment"),
    @JsonSubTypes.Type(value = DesiredRows.class, name = "insert"),
    @JsonSubTypes.Type(value = Unreadable.class, name = "unreadable")
})
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection
public sealed interface DesiredObject
        permits DesiredColumn,
                DesiredDefault,
                DesiredNullability,
                DesiredIndex,
                DesiredConstraint,
                DesiredValidation,
                DesiredEnumLabel,
                DesiredComment,
                OfNoTable {

    /** The schema of the table or type; empty where there is none. */
    String schema();

    /** The table or type it concerns; empty where there is none. */
    String table();

    /** Compares it with what the catalog has; its table exists. */
    Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later);

    /** Why the server would refuse to make it, as far as that can be told without making it; null where nothing speaks against it. */
    default @Nullable String refusal(ServerCheck server) throws SQLException {
        return null;
    }

    /** What making it may change in the catalog, with what PostgreSQL brings along. */
    Delta delta(CatalogChanges changes);

    /** The statement that makes it, without semicolon; empty for kinds that only statements of others ask for. */
    default Optional<String> ddl() {
        return Optional.empty();
    }

    /** Whether it is part of a table, and cannot be without it. */
    default boolean needsTable() {
        return true;
    }

    /** The name under which it would exist once only; empty where there is none. */
    default Optional<List<String>> uniqueName() {
        return Optional.empty();
    }

    /** What it sets that a later statement may set again; empty for all that cannot be taken back. */
    default Optional<List<String>> assignment() {
        return Optional.empty();
    }

    /** The unique names of the new columns that it comes with, and without which its clause is skipped. */
    default List<List<String>> comesWith() {
        return List.of();
    }

    /** The value that it gives to a column; empty for none. */
    default Optional<ColumnValue> columnValue() {
        return Optional.empty();
    }

    /** The table or type, quoted where needed. */
    default String sqlName() {
        return new QualifiedName(schema(), table()).sql();
    }

    /** A column or another part of it, quoted where needed. */
    default String part(@Nullable String name) {
        return sqlName() + (name == null ? "" : "." + QualifiedName.quote(name));
    }

    /** The beginning of a statement that changes the table. */
    default String alterTable() {
        return "ALTER TABLE " + Identifiers.quote(schema()) + "." + Identifiers.quote(table()) + " ";
    }
}
