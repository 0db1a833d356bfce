package dev.schemagate.sql;

/**
 * What an effect changes. Every alternative is a record of one of the groups, so that a rule can ask for exactly what it
 * judges: {@code effect.change() instanceof ColumnChange.Add add}.
 *
 * <p>The set is closed and sound: a statement, sub-command or body that is not known becomes {@link Unknown}, never nothing.
 */
public sealed interface Change
        permits ColumnChange, ConstraintChange, TableChange, ObjectChange, RowChange, SessionChange, Change.Unknown {

    /** Whether it takes along whatever depends on its object: CASCADE. */
    default boolean cascade() {
        return false;
    }

    /**
     * Something that cannot be judged: dynamic SQL, a body in a language that is not opened, a command not known here.
     *
     * @param reason a sentence's worth for the finding, such as {@code EXECUTE of a computed string}
     * @param malformed whether PostgreSQL does not understand it either: a function with such a body cannot even be created
     */
    record Unknown(String reason, boolean malformed) implements Change {}
}
