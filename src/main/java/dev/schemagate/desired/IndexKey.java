package dev.schemagate.desired;

import java.util.List;
import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.IndexDefinition;

/** One key of an index; either a column or an expression, whose own text may end with the COLLATE that the server takes for the key's. */
@RegisterForReflection
public record IndexKey(
        @Nullable String column,
        @Nullable String expression,
        @Nullable String collation,
        @Nullable String collateInside,
        @Nullable String operatorClass,
        Map<String, String> classOptions,
        boolean descending,
        boolean nullsFirst) {

    private static final int DESCENDING = 1;
    private static final int NULLS_FIRST = 2;

    /** {@code option} is its {@code indoption}; sameClass and sameCollation are the server's own comparison with what is asked. */
    record Row(
            @Nullable String column,
            @Nullable String expression,
            @Nullable String opclass,
            List<String> classOptions,
            boolean sameClass,
            @Nullable String collation,
            boolean sameCollation,
            int option) {}

    static IndexKey of(IndexDefinition.Key key) {
        return new IndexKey(
                key.column(),
                DesiredObjects.text(key.expression()),
                DesiredObjects.name(key.collation()),
                DesiredObjects.name(key.collateInside()),
                DesiredObjects.name(key.operatorClass()),
                key.classOptions(),
                key.descending(),
                key.nullsFirst());
    }

    /** A column in its own order, which puts NULL first where it is descending. */
    public static IndexKey of(String column, @Nullable String operatorClass, boolean descending) {
        return new IndexKey(column, null, null, null, operatorClass, Map.of(), descending, descending);
    }

    /**
     * What the found key has instead; empty where it is the same.
     *
     * @param collated whether an expression is indexed under another collation than its own
     */
    String difference(Row found, boolean collated, DesiredIndex index, ExpressionEquivalence expressions) {
        if (column != null && !column.equals(found.column)) {
            return found.column == null ? "expression " + found.expression : "column " + found.column;
        }
        String whole = found.expression + (collateInside == null ? "" : " COLLATE " + collateInside);
        if (column == null && !expressions.same(expression, whole, "", index)) {
            return "expression " + found.expression;
        }
        if (!found.sameClass
                || found.classOptions.size() != classOptions.size()
                || !DesiredIndex.lacking(classOptions, found.classOptions).isEmpty()) {
            return "operator class " + found.opclass;
        }
        if (!found.sameCollation || collation == null && collated) {
            return "collation " + found.collation;
        }
        int option = (descending ? DESCENDING : 0) | (nullsFirst ? NULLS_FIRST : 0);
        return option == found.option ? "" : "another order";
    }

    /** What a query would compute for it. */
    String value() {
        return column == null ? collated("(" + expression + "\n)") : collated(Identifiers.quote(column));
    }

    /** As CREATE INDEX takes it; an expression is a call, or has its brackets. */
    String sql() {
        return (column == null ? collated(String.valueOf(expression)) : value())
                + (operatorClass == null ? "" : " " + operatorClass + DesiredIndex.options(classOptions))
                + (descending ? " DESC" : "")
                + (descending == nullsFirst ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    private String collated(String key) {
        return key + (collation == null ? "" : " COLLATE " + collation);
    }
}
