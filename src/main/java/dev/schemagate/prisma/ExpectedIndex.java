package dev.schemagate.prisma;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.prisma.schema.Place;
import dev.schemagate.sql.Identifiers;

/** An index as Prisma would create it; {@code where} is the predicate of a partial one. */
public record ExpectedIndex(
        String name,
        boolean unique,
        String method,
        List<Key> keys,
        @Nullable String where,
        Place place) {

    /** One column; {@code operatorClass} is empty for the type's own. */
    public record Key(String column, boolean descending, String operatorClass) {

        String sql() {
            return Identifiers.quote(column)
                    + (operatorClass.isEmpty() ? "" : " " + operatorClass)
                    + (descending ? " DESC" : "");
        }
    }

    /** What follows the table's name in CREATE INDEX. */
    public String definition() {
        String columns = String.join(", ", keys.stream().map(Key::sql).toList());
        return (method.equals("btree") ? "" : " USING " + method) + "(" + columns + ")"
                + (where == null ? "" : " WHERE " + where);
    }
}
