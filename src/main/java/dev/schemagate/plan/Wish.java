package dev.schemagate.plan;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What must be in the catalog for one effect of a statement to have nothing left to do. Names are resolved, types are as
 * {@code format_type} prints them, expressions as written.
 *
 * <p>Kept as JSON between starts, and sent to the server as it is; so its fields are plain.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Wish.Column.class, name = "column"),
    @JsonSubTypes.Type(value = Wish.Default.class, name = "default"),
    @JsonSubTypes.Type(value = Wish.Nullability.class, name = "nullability"),
    @JsonSubTypes.Type(value = Wish.Index.class, name = "index"),
    @JsonSubTypes.Type(value = Wish.Constraint.class, name = "constraint"),
    @JsonSubTypes.Type(value = Wish.Validated.class, name = "validated"),
    @JsonSubTypes.Type(value = Wish.EnumValue.class, name = "enum"),
    @JsonSubTypes.Type(value = Wish.Comment.class, name = "comment"),
    @JsonSubTypes.Type(value = Wish.Insert.class, name = "insert"),
    @JsonSubTypes.Type(value = Wish.Unreadable.class, name = "unreadable")
})
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface Wish {

    /** The schema of the table or type; empty where there is none. */
    String schema();

    /** The table or type it concerns; empty where there is none. */
    String table();

    /** A column of this shape. {@code generation} is empty, STORED or VIRTUAL. */
    record Column(
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
            implements Wish {}

    /** A column's default; null for none. */
    record Default(
            String schema,
            String table,
            String name,
            @Nullable String value) implements Wish {}

    /** Whether a column takes NULL. */
    record Nullability(String schema, String table, String name, boolean notNull) implements Wish {}

    /** A valid index of this shape. {@code table} is what is indexed. */
    record Index(
            String schema,
            String table,
            String name,
            String method,
            boolean unique,
            boolean nullsNotDistinct,
            boolean only,
            List<Key> keys,
            List<String> include,
            Map<String, String> options,
            @Nullable String tablespace,
            @Nullable String where)
            implements Wish {

        /** One key; either a column or an expression, whose own text may end with the COLLATE that the server takes for the key's. */
        public record Key(
                @Nullable String column,
                @Nullable String expression,
                @Nullable String collation,
                @Nullable String collateInside,
                @Nullable String operatorClass,
                Map<String, String> classOptions,
                boolean descending,
                boolean nullsFirst) {}
    }

    /** A constraint of this shape; any of that shape where {@code name} is null. {@code type} is {@code pg_constraint.contype}; {@code withColumn} where it only comes with a new column; {@code operators} of EXCLUDE, whose index is a wish of its own. */
    record Constraint(
            String schema,
            String table,
            @Nullable String name,
            String type,
            List<String> columns,
            List<String> include,
            @Nullable String check,
            @Nullable Reference references,
            @Nullable String usingIndex,
            boolean validated,
            boolean deferrable,
            boolean deferred,
            boolean nullsNotDistinct,
            boolean noInherit,
            boolean withColumn,
            List<String> operators,
            Map<String, String> options,
            boolean enforced,
            boolean period)
            implements Wish {

        /** What a foreign key points to; the actions as {@code pg_constraint} abbreviates them. */
        public record Reference(
                String schema,
                String table,
                List<String> columns,
                String onDelete,
                String onUpdate,
                String match,
                List<String> deleted) {}
    }

    /** A constraint that holds for all rows. */
    record Validated(String schema, String table, String name) implements Wish {}

    /** A label of the enum type {@code table}, in its order. */
    record EnumValue(
            String schema,
            String table,
            String label,
            @Nullable String neighbour,
            boolean before) implements Wish {}

    /** A comment. {@code part} is the column or constraint of {@code table}. */
    record Comment(
            String schema,
            String table,
            String kind,
            @Nullable String part,
            String text) implements Wish {}

    /**
     * Rows with constants in some columns. Whether they are there the catalog does not show, only whether a unique key would find
     * them again: one among {@code columns}, that of {@code constraint} where it is named.
     */
    record Insert(
            String home,
            String into,
            List<String> columns,
            @Nullable String constraint) implements Wish {
        @Override
        public String schema() {
            return "";
        }

        @Override
        public String table() {
            return "";
        }
    }

    /** Something that the catalog does not show. */
    record Unreadable(String reason) implements Wish {
        @Override
        public String schema() {
            return "";
        }

        @Override
        public String table() {
            return "";
        }
    }
}
