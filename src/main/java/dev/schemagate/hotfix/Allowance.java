package dev.schemagate.hotfix;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.plan.Wish;

/** The changes that one wish accounts for. */
sealed interface Allowance {

    boolean added(CatalogObject object);

    boolean changed(Difference.Changed change);

    /** Only a default can be taken away by asking for none. */
    boolean vanished(CatalogObject object);

    /** A new label; PostgreSQL may number the others anew to make room. */
    record OfType(long type, Wish.EnumValue wish) implements Allowance {

        @Override
        public boolean added(CatalogObject object) {
            return object.kind() == Kind.ENUM_LABEL
                    && object.owner() == type
                    && object.name().equals(wish.label());
        }

        @Override
        public boolean changed(Difference.Changed change) {
            return change.before().kind() == Kind.ENUM_LABEL
                    && change.before().owner() == type
                    && change.facts().equals(List.of("order"));
        }

        @Override
        public boolean vanished(CatalogObject object) {
            return false;
        }
    }

    /** One comment. */
    record OfComment(long id, int sub) implements Allowance {

        static Allowance on(Snapshot before, CatalogObject object, Wish.Comment wish) {
            String part = wish.part();
            if (part == null) {
                return new OfComment(object.id(), 0);
            }
            Kind kind = wish.kind().equals("COLUMN") ? Kind.COLUMN : Kind.CONSTRAINT;
            Optional<CatalogObject> found = before.part(kind, object.id(), part);
            return found.map(p -> new OfComment(p.id(), p.sub())).orElse(new OfComment(-1, -1));
        }

        private boolean is(CatalogObject object) {
            return object.kind() == Kind.COMMENT && object.id() == id && object.sub() == sub;
        }

        @Override
        public boolean added(CatalogObject object) {
            return is(object);
        }

        @Override
        public boolean changed(Difference.Changed change) {
            return is(change.before());
        }

        @Override
        public boolean vanished(CatalogObject object) {
            return false;
        }
    }

    /**
     * Something of a table.
     *
     * @param family the table, its partitions and heirs
     * @param indexes those that are new on the family
     */
    record OfTable(
            Snapshot before, CatalogObject table, Set<Long> family, Set<Long> indexes, Difference difference, Wish wish)
            implements Allowance {

        @Override
        public boolean added(CatalogObject object) {
            return TableAllowance.added(this, object);
        }

        @Override
        public boolean changed(Difference.Changed change) {
            return TableAllowance.changed(this, change);
        }

        @Override
        public boolean vanished(CatalogObject object) {
            return wish instanceof Wish.Default value && TableAllowance.isDefault(this, object, value.name());
        }
    }
}
