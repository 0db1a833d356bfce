package dev.schemagate.sql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * An index as CREATE INDEX describes it.
 *
 * @param name in the table's schema, since an index cannot be elsewhere; null where PostgreSQL chooses it
 * @param method {@code btree} where none is written
 * @param with storage parameters as written, in order
 * @param where the predicate of a partial index
 * @param only {@code ON ONLY}: not on the partitions
 */
public record IndexDefinition(
        @Nullable QualifiedName name,
        QualifiedName table,
        String method,
        boolean unique,
        boolean nullsNotDistinct,
        boolean concurrently,
        boolean only,
        List<Key> keys,
        List<String> include,
        Map<String, String> with,
        @Nullable String tablespace,
        @Nullable Expression where) {

    public IndexDefinition {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
    }

    /** What is computed for each row that is written: expressions among the keys, and the predicate. */
    public Stream<Expression> expressions() {
        return Stream.concat(keys.stream().map(Key::expression), Stream.of(this).map(IndexDefinition::where))
                .filter(Objects::nonNull);
    }

    /**
     * One key of an index.
     *
     * @param text as written, with everything behind it
     * @param column the column, or null where an expression is indexed
     * @param expression null where a plain column is indexed
     * @param collateInside the collation at the end of the expression, inside its brackets: the server takes it for the key's
     *     where that has none, and off the expression
     * @param classOptions parameters of the operator class
     */
    public record Key(
            String text,
            @Nullable String column,
            @Nullable Expression expression,
            @Nullable QualifiedName collation,
            @Nullable QualifiedName collateInside,
            @Nullable QualifiedName operatorClass,
            Map<String, String> classOptions,
            boolean descending,
            boolean nullsFirst) {}
}
