package dev.schemagate.migrate.alembic.python;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.SourceRange;

/** An expression, as far as it can be known without running anything. */
public sealed interface Expression {

    SourceRange range();

    /**
     * A string.
     *
     * @param origins for each of its characters, and for its end, the offset in the source
     */
    record Str(SourceRange range, String value, int[] origins) implements Expression {}

    /** A number, as it is written. */
    record Number(SourceRange range, String text) implements Expression {}

    /** {@code True} or {@code False}. */
    record Bool(SourceRange range, boolean value) implements Expression {}

    record None(SourceRange range) implements Expression {}

    /** A name, with those behind its dots: {@code sa.Integer}. */
    record Name(SourceRange range, String dotted) implements Expression {}

    /** A tuple, list or set without any unpacking. */
    record Sequence(SourceRange range, List<Expression> elements) implements Expression {}

    /** A dictionary with strings as keys. */
    record Dict(SourceRange range, Map<String, Expression> entries) implements Expression {}

    /**
     * A call of a name, such as {@code sa.Column("id", sa.Integer(), nullable=False)}.
     *
     * @param named the keyword arguments, in their order
     */
    record Call(SourceRange range, String function, List<Expression> arguments, Map<String, Expression> named)
            implements Expression {

        /** By its place, or by its keyword; null where it is not given. */
        public @Nullable Expression argument(int index, String keyword) {
            return index < arguments.size() ? arguments.get(index) : named.get(keyword);
        }
    }

    /** Anything else: only Python knows what it is. */
    record Other(SourceRange range) implements Expression {}
}
