package dev.schemagate.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A column as ADD COLUMN or CREATE TABLE describes it.
 *
 * @param text the whole definition as written, the name included
 * @param notNull by NOT NULL, PRIMARY KEY, identity or a serial type
 * @param defaultValue of the DEFAULT clause; serial and identity have none here
 * @param storage of the STORAGE clause, {@code external} or a sister of it; null without one
 * @param compression of the COMPRESSION clause; null without one
 * @param constraints CHECK, UNIQUE, PRIMARY KEY and REFERENCES written with the column, and NOT NULL where it is named
 */
public record ColumnDefinition(
        SourceRange range,
        String text,
        String name,
        TypeRef type,
        boolean notNull,
        @Nullable Expression defaultValue,
        @Nullable Generation generation,
        @Nullable QualifiedName collation,
        @Nullable String storage,
        @Nullable String compression,
        List<ConstraintDefinition> constraints) {

    public ColumnDefinition {
        constraints = List.copyOf(constraints);
    }

    /**
     * How the server fills a column by itself.
     *
     * @param expression of STORED and VIRTUAL columns; null for identity
     */
    public record Generation(Kind kind, @Nullable Expression expression) {

        /** The kinds of generated column. */
        public enum Kind {
            STORED,
            VIRTUAL,
            IDENTITY_ALWAYS,
            IDENTITY_BY_DEFAULT
        }
    }
}
