package dev.schemagate.desired;

import org.jspecify.annotations.Nullable;

/**
 * What an object puts into a column.
 *
 * @param name of a column that is there; null for a new one
 * @param type of a new column; null where the column is there
 * @param value an expression; null where that is NULL or nothing
 */
public record ColumnValue(
        String schema,
        String table,
        @Nullable String name,
        @Nullable String type,
        @Nullable String value) {

    public ColumnValue {
        value = value == null || value.strip().equalsIgnoreCase("null") ? null : value;
    }

    /** Whether the server reads it by the type's input function alone, and converts nothing. */
    public boolean isLiteral() {
        return value != null && Probe.isLiteral(value);
    }
}
