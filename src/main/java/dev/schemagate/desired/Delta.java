package dev.schemagate.desired;

import java.util.function.Predicate;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.Difference;

/** Which changes of the catalog one desired object accounts for: whatever none accounts for is rolled back. */
public record Delta(
        Predicate<CatalogObject> added, Predicate<Difference.Changed> changed, Predicate<CatalogObject> vanished) {

    /** Of what changes nothing, and of what concerns a table that is not there. */
    static final Delta NOTHING = new Delta(object -> false, change -> false, object -> false);

    static Delta adding(Predicate<CatalogObject> added) {
        return new Delta(added, NOTHING.changed, NOTHING.vanished);
    }

    static Delta changing(Predicate<Difference.Changed> changed) {
        return new Delta(NOTHING.added, changed, NOTHING.vanished);
    }

    /** The same, and these changes besides. */
    Delta orChanging(Predicate<Difference.Changed> more) {
        return new Delta(added, changed.or(more), vanished);
    }
}
