package dev.schemagate.migrate.alembic.python;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.SourceRange;

/** A statement of a function. What does nothing, such as {@code pass} or a string, is none. */
public sealed interface PythonStatement {

    SourceRange range();

    /** An expression that is run for what it does. */
    record Run(SourceRange range, PythonExpression expression) implements PythonStatement {}

    /** {@code name = value}; the names are all that get a value. */
    record Assign(SourceRange range, List<String> names, PythonExpression value) implements PythonStatement {}

    /** {@code import} or {@code from … import}. */
    record Import(SourceRange range, Map<String, String> names) implements PythonStatement {}

    /**
     * {@code with context as name:}, one context only.
     *
     * @param context as it is written, without white space
     * @param range of its first line
     */
    record With(
            SourceRange range,
            String context,
            PythonExpression value,
            @Nullable String as,
            List<PythonStatement> body) implements PythonStatement {}

    /**
     * Any other.
     *
     * @param keyword its first word
     */
    record Other(SourceRange range, String keyword) implements PythonStatement {}
}
