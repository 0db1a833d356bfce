package dev.schemagate.sql;

/** A change of a constraint of an existing table; renaming one is an {@link ObjectChange.Rename}. */
public sealed interface ConstraintChange extends Change {

    /** The table, as the statement names it. */
    QualifiedName table();

    /** ADD CONSTRAINT, or a constraint written with a column that is added. */
    record Add(QualifiedName table, ConstraintDefinition definition, boolean withNewColumn)
            implements ConstraintChange {}

    /** DROP CONSTRAINT. */
    record Drop(QualifiedName table, String name, boolean ifExists, boolean cascade) implements ConstraintChange {}

    /** VALIDATE CONSTRAINT. */
    record Validate(QualifiedName table, String name) implements ConstraintChange {}

    /** ALTER CONSTRAINT: deferrability, enforcement, inheritance. */
    record Alter(QualifiedName table, String name) implements ConstraintChange {}
}
