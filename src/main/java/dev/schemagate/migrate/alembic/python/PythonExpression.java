package dev.schemagate.migrate.alembic.python;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.SourceRange;

/** An expression, as far as it can be known without running anything. */
public sealed interface PythonExpression {

    SourceRange range();

    /**
     * A string.
     *
     * @param origins for each of its characters, and for its end, the offset in the source
     */
    record Str(SourceRange range, String value, int[] origins) implements PythonExpression {}

    /** A number, as it is written. */
    record Number(SourceRange range, String text) implements PythonExpression {}

    /** {@code True} or {@code False}. */
    record Bool(SourceRange range, boolean value) implements PythonExpression {}

    record None(SourceRange range) implements PythonExpression {}

    /** A name, with those behind its dots: {@code sa.Integer}. */
    record Name(SourceRange range, String dotted) implements PythonExpression {}

    /** A tuple, list or set without any unpacking. */
    record Sequence(SourceRange range, List<PythonExpression> elements) implements PythonExpression {}

    /** A dictionary with strings as keys. */
    record Dict(SourceRange range, Map<String, PythonExpression> entries) implements PythonExpression {}

    /**
     * A call of a name, such as {@code sa.Column("id", sa.Integer(), nullable=False)}.
     *
     * @param named the keyword arguments, in their order
     */
    record Call(
            SourceRange range, String function, List<PythonExpression> arguments, Map<String, PythonExpression> named)
            implements PythonExpression {

        /** By its place, or by its keyword; null where it is not given. */
        public @Nullable PythonExpression argument(int index, String keyword) {
            return index < arguments.size() ? arguments.get(index) : named.get(keyword);
        }
    }

    /** Anything else: only Python knows what it is. */
    record Other(SourceRange range) implements PythonExpression {}
}
