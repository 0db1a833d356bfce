package dev.schemagate.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which wishes a later statement takes back: a column's default and nullability and any comment may be set again. */
final class Superseded {

    /** What is set: the last wish that sets it. */
    private final Map<List<String>, Wish> last = new HashMap<>();

    Superseded(List<Wish> wishes) {
        wishes.forEach(wish -> setting(wish).ifPresent(key -> last.put(key, wish)));
    }

    /** What a wish sets that a later one may set again; empty for all others. */
    static Optional<List<String>> setting(Wish wish) {
        if (wish instanceof Wish.Default value) {
            return Optional.of(key("default", wish, value.name()));
        }
        if (wish instanceof Wish.Nullability nullability) {
            return Optional.of(key("null", wish, nullability.name()));
        }
        if (wish instanceof Wish.Comment comment) {
            String part = comment.part();
            return Optional.of(key("comment on " + comment.kind(), wish, part == null ? "" : part));
        }
        return Optional.empty();
    }

    /** Whether a statement sets the default of this column; ADD COLUMN IF NOT EXISTS leaves one that is there as it is. */
    boolean value(Wish.Column column) {
        return last.containsKey(key("default", column, column.name()));
    }

    /** Whether a statement says whether this column takes NULL. */
    boolean nullability(Wish.Column column) {
        return last.containsKey(key("null", column, column.name()));
    }

    /** Whether a later statement sets the same thing otherwise. */
    boolean replaced(Wish wish) {
        Wish other = setting(wish).map(last::get).orElse(wish);
        return other.getClass().equals(wish.getClass()) && !other.equals(wish);
    }

    private static List<String> key(String what, Wish wish, String column) {
        return List.of(what, wish.schema(), wish.table(), column);
    }
}
