package dev.schemagate.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.Outcome;

/** What statements will bring, in their order: what one name is to stand for must be the same for all of them. */
final class PlannedChanges {

    private record First(DesiredObject object, CompiledStatement by) {}

    private final Map<List<String>, First> named = new HashMap<>();
    private final Set<DesiredObject> withColumns = new HashSet<>();
    private final Map<List<String>, DesiredObject> set = new HashMap<>();

    /** What was found of an object of {@code by}, or a conflict with what an earlier statement asks for. */
    Assessment assess(DesiredObject object, Assessment found, CompiledStatement by) {
        if (found.outcome() == Outcome.SATISFIED && isUndone(object)) {
            return Assessment.missing(found.reason() + ", until an earlier statement changes it");
        }
        if (found.outcome() != Outcome.MISSING) {
            return found;
        }
        if (isLeftOut(object, by)) {
            return Assessment.conflict(found.reason() + ", and another statement adds its column without it");
        }
        First first = object.uniqueName()
                .map(name -> named.putIfAbsent(name, new First(object, by)))
                .orElse(null);
        return first == null || first.object.equals(object)
                ? found
                : Assessment.conflict(
                        found.reason() + ", and another statement asks for it with a different definition");
    }

    /** A statement that will run sets all that it sets, what a later one takes back too. */
    void runs(CompiledStatement statement) {
        statement.objects().forEach(object -> object.assignment().ifPresent(what -> set.put(what, object)));
    }

    private boolean isUndone(DesiredObject object) {
        return object.assignment()
                .map(set::get)
                .filter(earlier -> !earlier.equals(object))
                .isPresent();
    }

    /** Whether an earlier statement brings the column, so that this one will skip it with what comes with it. */
    private boolean isLeftOut(DesiredObject object, CompiledStatement by) {
        List<List<String>> columns = object.comesWith();
        boolean earlier = columns.stream().map(named::get).anyMatch(first -> first != null && first.by != by);
        return !columns.isEmpty() && !withColumns.contains(object) && (earlier || !withColumns.add(object));
    }
}
