package dev.schemagate.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which wishes a later statement takes back: a column's default and nullability may be set again. */
final class Superseded {

    /** What is set: the last wish that sets it. */
    private final Map<List<String>, Wish> last = new HashMap<>();

    Superseded(List<Wish> wishes) {
        for (Wish wish : wishes) {
            if (wish instanceof Wish.Column column) {
                last.put(key("default", wish, column.name()), wish);
                last.put(key("null", wish, column.name()), wish);
            } else if (wish instanceof Wish.Default value) {
                last.put(key("default", wish, value.name()), wish);
            } else if (wish instanceof Wish.Nullability nullability) {
                last.put(key("null", wish, nullability.name()), wish);
            }
        }
    }

    /** Whether a later statement sets the default of this column. */
    boolean value(Wish.Column column) {
        return last.get(key("default", column, column.name())) instanceof Wish.Default;
    }

    /** Whether a later statement says whether this column takes NULL. */
    boolean nullability(Wish.Column column) {
        return last.get(key("null", column, column.name())) instanceof Wish.Nullability;
    }

    boolean replaced(Wish.Default value) {
        Wish other = last.get(key("default", value, value.name()));
        return other instanceof Wish.Default && !value.equals(other);
    }

    boolean replaced(Wish.Nullability nullability) {
        Wish other = last.get(key("null", nullability, nullability.name()));
        return other instanceof Wish.Nullability && !nullability.equals(other);
    }

    private static List<String> key(String what, Wish wish, String column) {
        return List.of(what, wish.schema(), wish.table(), column);
    }
}
