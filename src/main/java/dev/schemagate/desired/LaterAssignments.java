package dev.schemagate.desired;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a later statement takes back: a column's default and nullability and any comment may be set again. */
public final class LaterAssignments {

    /** What is set, and the last object that sets it. */
    private final Map<List<String>, DesiredObject> last = new HashMap<>();

    public LaterAssignments(List<DesiredObject> objects) {
        objects.forEach(object -> object.assignment().ifPresent(what -> last.put(what, object)));
    }

    /** Whether a statement sets it; ADD COLUMN IF NOT EXISTS leaves a column that is there as it is. */
    boolean sets(List<String> assignment) {
        return last.containsKey(assignment);
    }

    /** Whether a later statement sets the same thing otherwise. */
    boolean replace(DesiredObject object) {
        return object.assignment()
                .map(last::get)
                .filter(other -> !other.equals(object))
                .isPresent();
    }
}
