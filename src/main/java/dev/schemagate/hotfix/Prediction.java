package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.Wish;

/**
 * What a statement may change in the catalog: what it asks for, with what PostgreSQL brings along (a constraint's index, the
 * same on partitions and heirs). That it did change it is the plan's to say, asked again afterwards.
 */
final class Prediction {

    private final Snapshot before;
    private final AskedStatement statement;

    Prediction(Snapshot before, AskedStatement statement) {
        this.before = before;
        this.statement = statement;
    }

    /** Everything that was not predicted, in words; empty where all was. */
    List<String> surprises(Difference difference) {
        List<String> surprises = new ArrayList<>();
        List<Allowance> allowances =
                wishes().flatMap(wish -> allowance(wish, difference).stream()).toList();
        for (CatalogObject added : difference.added()) {
            if (allowances.stream().noneMatch(a -> a.added(added)) && !enforces(added, difference)) {
                surprises.add("a new " + words(added));
            }
        }
        for (CatalogObject vanished : difference.vanished()) {
            if (allowances.stream().noneMatch(a -> a.vanished(vanished))) {
                surprises.add(words(vanished) + " is gone");
            }
        }
        for (Difference.Changed changed : difference.changed()) {
            if (allowances.stream().noneMatch(a -> a.changed(changed)) && !rewritten(changed)) {
                surprises.add(words(changed.before()) + " has changed in " + String.join(", ", changed.facts())
                        + (changed.facts().contains("name")
                                ? " to " + changed.after().name()
                                : ""));
            }
        }
        return surprises;
    }

    /** The tables whose rows it writes anew, by their oids. */
    Set<Long> rewrites() {
        return statement.locks().stream()
                .filter(AskedStatement.LockUse::rewrite)
                .flatMap(lock -> before.find(Kind.RELATION, lock.schema(), lock.relation()).stream())
                .flatMap(table -> before.withDescendants(table.id()).stream())
                .collect(Collectors.toSet());
    }

    private Stream<Wish> wishes() {
        return Stream.concat(statement.wishes().stream(), statement.maybe().stream());
    }

    private Optional<Allowance> allowance(Wish wish, Difference difference) {
        if (wish instanceof Wish.EnumValue value) {
            return before.find(Kind.TYPE, wish.schema(), wish.table())
                    .map(type -> new Allowance.OfType(type.id(), value));
        }
        Kind kind = wish instanceof Wish.Comment c && List.of("TYPE", "DOMAIN").contains(c.kind())
                ? Kind.TYPE
                : Kind.RELATION;
        return before.find(kind, wish.schema(), wish.table()).map(found -> {
            if (wish instanceof Wish.Comment comment) {
                return Allowance.OfComment.on(before, found, comment);
            }
            Set<Long> family = before.withDescendants(found.id());
            Set<Long> indexes = new HashSet<>();
            difference.added().stream()
                    .filter(o -> o.kind() == Kind.INDEX && family.contains(o.owner()))
                    .forEach(o -> indexes.add(o.id()));
            return new Allowance.OfTable(before, found, family, indexes, difference, wish);
        });
    }

    /** A constraint that is new, and has to be accounted for itself, may be enforced by triggers of its own. */
    private static boolean enforces(CatalogObject trigger, Difference difference) {
        String constraint = trigger.fact("constraint");
        return trigger.kind() == Kind.TRIGGER
                && !constraint.isEmpty()
                && difference.added().stream()
                        .anyMatch(o -> o.kind() == Kind.CONSTRAINT
                                && String.valueOf(o.id()).equals(constraint));
    }

    /** A table whose rows are written anew gets a new file; only where the statement is known to do so. */
    private boolean rewritten(Difference.Changed changed) {
        return changed.before().kind() == Kind.RELATION
                && changed.facts().equals(List.of("file"))
                && rewrites().contains(changed.before().id());
    }

    private String words(CatalogObject object) {
        String kind = object.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        Optional<CatalogObject> home = before.find(Kind.RELATION, object.owner())
                .or(() -> before.find(Kind.TYPE, object.owner()))
                .or(() -> before.find(Kind.SCHEMA, object.owner()))
                .or(() -> before.find(Kind.RELATION, object.id()));
        if (object.kind() == Kind.SCHEMA) {
            return kind + " " + object.name();
        }
        String place = home.map(CatalogObject::name).orElse(String.valueOf(object.id()));
        return kind + " " + place + (object.name().isEmpty() ? "" : "." + object.name());
    }
}
