package dev.schemagate.desired;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What only an index's definition as the server prints it tells. */
final class IndexText {

    private IndexText() {}

    /**
     * For each key, whether it is an expression with a COLLATE of its own: the collation of an expression is in no catalog,
     * and {@code pg_get_indexdef} prints that of the index where it is another one.
     *
     * @param definition of an index with expressions; null where it has none
     * @param keys with the {@code column} or {@code expression} of each, as the definition holds it
     */
    static List<Boolean> collated(@Nullable String definition, List<IndexKey.Row> keys) {
        List<Boolean> collated = new ArrayList<>();
        int at = definition == null ? 0 : definition.indexOf(" USING ");
        for (IndexKey.Row key : keys) {
            String expression = key.expression();
            if (definition == null || expression == null) {
                collated.add(false);
                continue;
            }
            int first = definition.indexOf((collated.isEmpty() ? "(" : ", ") + expression, at);
            at = first < 0 ? definition.length() : first + expression.length() + (collated.isEmpty() ? 1 : 2);
            collated.add(definition.startsWith(" COLLATE ", at));
        }
        return collated;
    }
}
