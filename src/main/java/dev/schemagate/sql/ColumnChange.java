package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/** A change of one column of an existing table. */
public sealed interface ColumnChange extends Change {

    /** The table, as the statement names it. */
    QualifiedName table();

    /** The column; of {@link Add} the new one, of {@link Rename} the old name. */
    String column();

    /** ADD COLUMN. Its constraints come as effects of their own ({@link ConstraintChange.Add}) besides. */
    record Add(QualifiedName table, ColumnDefinition definition, boolean ifNotExists) implements ColumnChange {
        @Override
        public String column() {
            return definition.name();
        }
    }

    /** DROP COLUMN. */
    record Drop(QualifiedName table, String column, boolean ifExists, boolean cascade) implements ColumnChange {}

    /** RENAME COLUMN. */
    record Rename(QualifiedName table, String column, String newName) implements ColumnChange {}

    /**
     * ALTER COLUMN TYPE. Whether it narrows, widens or rewrites depends on the type the catalog has.
     *
     * @param using null where not written
     */
    record Retype(
            QualifiedName table,
            String column,
            TypeRef type,
            @Nullable QualifiedName collation,
            @Nullable Expression using)
            implements ColumnChange {}

    /** ALTER COLUMN SET DEFAULT. */
    record SetDefault(QualifiedName table, String column, Expression value) implements ColumnChange {}

    /** ALTER COLUMN DROP DEFAULT. */
    record DropDefault(QualifiedName table, String column) implements ColumnChange {}

    /** ALTER COLUMN SET NOT NULL. */
    record SetNotNull(QualifiedName table, String column) implements ColumnChange {}

    /** ALTER COLUMN DROP NOT NULL. */
    record DropNotNull(QualifiedName table, String column) implements ColumnChange {}

    /** A change of identity or of a generated column's expression. */
    record Generation(QualifiedName table, String column, Action action) implements ColumnChange {

        /** What happens to the column's generation. */
        public enum Action {
            ADD_IDENTITY,
            SET_IDENTITY,
            DROP_IDENTITY,
            SET_EXPRESSION,
            DROP_EXPRESSION
        }
    }

    /**
     * STATISTICS, STORAGE, COMPRESSION or options: nothing a reader or writer could notice.
     *
     * @param option the keyword
     */
    record Tune(QualifiedName table, String column, String option) implements ColumnChange {}
}
