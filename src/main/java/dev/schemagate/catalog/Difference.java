package dev.schemagate.catalog;

import java.util.ArrayList;
import java.util.List;

/** What is in one snapshot and not, or otherwise, in another. */
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
     * A dummy with one object of each kind as if it were new, gone and changed: compared once before any lock is held, so that the
     * classes are loaded.
     */
    public static Difference rehearsal(Snapshot before) {
        List<CatalogObject> some = before.oneOfEachKind();
        of(before, some, some);
        return new Difference(
                some, some, some.stream().map(o -> new Changed(o, o)).toList());
    }

    /** What {@code before} has and {@code after} has not. */
    static List<CatalogObject> vanished(Snapshot before, Snapshot after) {
        return before.objects().stream()
                .filter(object -> after.find(object).isEmpty())
                .toList();
    }

    /** @param rows all that is new or written anew, to be told apart by {@code before} */
    static Difference of(Snapshot before, List<CatalogObject> rows, List<CatalogObject> vanished) {
        List<CatalogObject> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        for (CatalogObject row : rows) {
            CatalogObject old = before.find(row).orElse(null);
            if (old == null) {
                added.add(row);
            } else if (!old.equals(row)) {
                changed.add(new Changed(old, row));
            }
        }
        return new Difference(added, vanished, changed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && vanished.isEmpty() && changed.isEmpty();
    }
}
