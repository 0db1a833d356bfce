package dev.schemagate.catalog;

import java.util.ArrayList;
import java.util.List;

/** What is in one picture and not, or otherwise, in another. */
public record Difference(List<CatalogObject> added, List<CatalogObject> vanished, List<Changed> changed) {

    /** The same object, before and after. */
    public record Changed(CatalogObject before, CatalogObject after) {

        /** The names of the facts that differ. */
        public List<String> facts() {
            return after.changes(before);
        }
    }

    public Difference {
        added = List.copyOf(added);
        vanished = List.copyOf(vanished);
        changed = List.copyOf(changed);
    }

    /**
     * One object of each kind as if it were new, gone and changed. It tells nothing: who has to be quick with a real one
     * uses it to have all code loaded.
     */
    public static Difference rehearsal(Snapshot before) {
        List<CatalogObject> some = before.oneOfEachKind();
        compare(before, some, new ArrayList<>(), new ArrayList<>());
        return new Difference(
                some, some, some.stream().map(o -> new Changed(o, o)).toList());
    }

    /** From {@code before} to {@code after}. */
    public static Difference between(Snapshot before, Snapshot after) {
        List<CatalogObject> vanished = new ArrayList<>();
        for (CatalogObject object : before.objects()) {
            if (after.find(object).isEmpty()) {
                vanished.add(object);
            }
        }
        List<CatalogObject> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        compare(before, after.objects(), added, changed);
        return new Difference(added, vanished, changed);
    }

    /** Sorts rows into those that {@code before} does not have and those that it has otherwise. */
    static void compare(
            Snapshot before, Iterable<CatalogObject> rows, List<CatalogObject> added, List<Changed> changed) {
        for (CatalogObject row : rows) {
            CatalogObject old = before.find(row).orElse(null);
            if (old == null) {
                added.add(row);
            } else if (!old.equals(row)) {
                changed.add(new Changed(old, row));
            }
        }
    }

    public boolean isEmpty() {
        return added.isEmpty() && vanished.isEmpty() && changed.isEmpty();
    }
}
