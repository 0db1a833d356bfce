package dev.schemagate.hotfix;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.plan.Wish;

/** What a wish about a table accounts for. */
final class TableAllowance {

    private static final Set<String> WITH_INDEX = Set.of("u", "p", "x");

    private TableAllowance() {}

    static boolean added(Allowance.OfTable table, CatalogObject object) {
        Wish wish = table.wish();
        if (wish instanceof Wish.Column column) {
            return switch (object.kind()) {
                case COLUMN ->
                    table.family().contains(object.id()) && object.name().equals(column.name());
                case DEFAULT -> isDefault(table, object, column.name());
                default -> false;
            };
        }
        if (wish instanceof Wish.Default value) {
            return isDefault(table, object, value.name());
        }
        if (wish instanceof Wish.Index index) {
            return ofIndex(table, object, index.name());
        }
        if (wish instanceof Wish.Constraint constraint) {
            return ofConstraint(table, object, constraint);
        }
        return false;
    }

    /** The index itself has the name that was asked for; those of partitions get theirs from PostgreSQL, and hang below it. */
    private static boolean ofIndex(Allowance.OfTable table, CatalogObject object, String name) {
        boolean own = table.indexes().contains(object.id());
        return switch (object.kind()) {
            case RELATION -> own && (isRoot(table, object) ? object.name().equals(name) : hangsBelow(table, object));
            case INDEX -> own;
            case INHERITANCE -> own && table.indexes().contains(object.owner());
            default -> false;
        };
    }

    private static boolean hangsBelow(Allowance.OfTable table, CatalogObject index) {
        return table.difference().added().stream()
                .anyMatch(o -> o.kind() == Kind.INHERITANCE
                        && o.id() == index.id()
                        && table.indexes().contains(o.owner()));
    }

    private static boolean isRoot(Allowance.OfTable table, CatalogObject relation) {
        return table.difference().added().stream()
                .anyMatch(o -> o.kind() == Kind.INDEX
                        && o.id() == relation.id()
                        && o.owner() == table.table().id());
    }

    private static boolean ofConstraint(Allowance.OfTable table, CatalogObject object, Wish.Constraint wish) {
        String name = wish.name();
        if (object.kind() == Kind.CONSTRAINT) {
            boolean inherited = !object.fact("parent").equals("0");
            return table.family().contains(object.owner())
                    && object.fact("type").equals(wish.type())
                    && (inherited || name == null || object.name().equals(name));
        }
        if (!WITH_INDEX.contains(wish.type())) {
            return false;
        }
        return name == null ? table.indexes().contains(object.id()) : ofIndex(table, object, name);
    }

    static boolean changed(Allowance.OfTable table, Difference.Changed change) {
        CatalogObject object = change.before();
        List<String> facts = change.facts();
        Wish wish = table.wish();
        if (wish instanceof Wish.Default value) {
            return isDefault(table, object, value.name());
        }
        if (wish instanceof Wish.Nullability nullability) {
            return facts.equals(List.of("null")) && isColumn(table, object, Set.of(nullability.name()));
        }
        if (wish instanceof Wish.Validated validated) {
            return object.kind() == Kind.CONSTRAINT
                    && facts.equals(List.of("validated"))
                    && table.family().contains(object.owner())
                    && object.name().equals(validated.name());
        }
        if (!(wish instanceof Wish.Constraint constraint)) {
            return false;
        }
        boolean key = constraint.type().equals("p");
        return key && facts.equals(List.of("null")) && isColumn(table, object, Set.copyOf(constraint.columns()))
                || constraint.usingIndex() != null && isPromoted(table, object, facts);
    }

    /** USING INDEX marks the index of a primary key. */
    private static boolean isPromoted(Allowance.OfTable table, CatalogObject object, List<String> facts) {
        return object.kind() == Kind.INDEX
                && object.owner() == table.table().id()
                && Set.of("primary", "now").containsAll(facts);
    }

    private static boolean isColumn(Allowance.OfTable table, CatalogObject object, Set<String> names) {
        return object.kind() == Kind.COLUMN && table.family().contains(object.id()) && names.contains(object.name());
    }

    /** Whether it is the default of a column of this name, an old or a new one. */
    static boolean isDefault(Allowance.OfTable table, CatalogObject object, String column) {
        if (object.kind() != Kind.DEFAULT || !table.family().contains(object.id())) {
            return false;
        }
        Stream<CatalogObject> fresh =
                table.difference().added().stream().filter(o -> o.kind() == Kind.COLUMN && o.id() == object.id());
        return Stream.concat(fresh, table.before().part(Kind.COLUMN, object.id(), column).stream())
                .anyMatch(c -> c.sub() == object.sub() && c.name().equals(column));
    }
}
