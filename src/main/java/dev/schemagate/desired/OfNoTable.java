package dev.schemagate.desired;

/** What stands for itself: no table has to be there first, and the catalog is not changed by it. */
sealed interface OfNoTable extends DesiredObject permits DesiredRows, Unreadable {

    @Override
    default String schema() {
        return "";
    }

    @Override
    default String table() {
        return "";
    }

    @Override
    default boolean needsTable() {
        return false;
    }

    @Override
    default Delta delta(CatalogChanges changes) {
        return Delta.NOTHING;
    }
}
