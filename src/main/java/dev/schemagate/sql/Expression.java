package dev.schemagate.sql;

import java.util.List;

/**
 * An expression of a definition.
 *
 * @param text as written
 * @param calls the functions it calls, the harmless ones too
 * @param isNull whether it is the constant NULL, of whatever type
 * @param neverNull whether it surely gives a value; false also where that is not plain to see
 * @param neverFails whether it surely raises no error, whatever the columns hold and whoever evaluates it; false also where
 *     that is not plain to see
 */
public record Expression(
        SourceRange range,
        String text,
        Volatility volatility,
        List<QualifiedName> calls,
        boolean isNull,
        boolean neverNull,
        boolean neverFails) {

    public Expression {
        calls = List.copyOf(calls);
    }

    /** How far an expression's value can change (PostgreSQL manual, "Function Volatility Categories"). */
    public enum Volatility {
        /** A literal or an expression over literals. */
        CONSTANT,
        /** The same throughout a statement, as {@code now()}: no rewrite when a column gets it as default. */
        STABLE,
        /** New for every row, or not known to be anything better: a default of this kind rewrites the table. */
        VOLATILE
    }
}
