package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.desired.CatalogChanges;
import dev.schemagate.desired.Delta;
import dev.schemagate.plan.CompiledStatement;

/**
 * What a statement may change in the catalog: the deltas of the objects that it asks for. That it did change it is the plan's to say, asked again afterwards.
 */
final class Prediction {

    private final Snapshot before;
    private final CompiledStatement statement;

    Prediction(Snapshot before, CompiledStatement statement) {
        this.before = before;
        this.statement = statement;
    }

    /** Everything that was not predicted, in words; empty where all was. */
    List<String> surprises(Difference difference) {
        List<String> surprises = new ArrayList<>();
        CatalogChanges changes = new CatalogChanges(before, difference);
        List<Delta> deltas = Stream.concat(statement.objects().stream(), statement.maybe().stream())
                .map(object -> object.delta(changes))
                .toList();
        for (CatalogObject added : difference.added()) {
            if (deltas.stream().noneMatch(d -> d.added().test(added)) && !enforces(added, difference)) {
                surprises.add("a new " + words(added));
            }
        }
        for (CatalogObject vanished : difference.vanished()) {
            if (deltas.stream().noneMatch(d -> d.vanished().test(vanished))) {
                surprises.add(words(vanished) + " is gone");
            }
        }
        for (Difference.Changed changed : difference.changed()) {
            if (deltas.stream().noneMatch(d -> d.changed().test(changed)) && !rewritten(changed)) {
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
                .filter(CompiledStatement.LockUse::rewrite)
                .flatMap(lock -> before.find(Kind.RELATION, lock.schema(), lock.relation()).stream())
                .flatMap(table -> before.withDescendants(table.id()).stream())
                .collect(Collectors.toSet());
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
