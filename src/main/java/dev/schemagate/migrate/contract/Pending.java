package dev.schemagate.migrate.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectRef;
import dev.schemagate.sql.QualifiedName;

/**
 * The contracts among the scripts that are about to run, of whatever engine.
 *
 * @param settled the full names of what these scripts drop or replace themselves: it is in nobody's way
 */
public record Pending(List<Contract> contracts, Set<List<String>> settled) {

    public static final Pending NONE = new Pending(List.of(), Set.of());

    public static Pending of(List<Script> scripts, PolicyContext context) {
        List<Contract> contracts = scripts.stream()
                .flatMap(script -> Declaration.of(script, context).stream())
                .filter(declared -> !declared.retires())
                .map(Contract::of)
                .toList();
        Set<List<String>> settled = new HashSet<>();
        if (!contracts.isEmpty()) {
            NameResolution names = new NameResolution(context.ownedSchema());
            scripts.forEach(script -> script.parsed()
                    .allStatements()
                    .flatMap(statement -> statement.effects().stream())
                    .forEach(effect -> add(effect.change(), names, settled)));
        }
        return new Pending(contracts, settled);
    }

    private static void add(Change change, NameResolution names, Set<List<String>> settled) {
        if (change instanceof ColumnChange.Drop drop) {
            settled.add(parts(names.resolve(drop.table()), drop.column()));
        } else if (change instanceof ConstraintChange.Drop drop) {
            settled.add(parts(names.resolve(drop.table()), drop.name()));
        } else if (change instanceof ObjectChange.Drop
                || change instanceof ObjectChange.Create create && create.orReplace()) {
            ObjectRef object = ((ObjectChange) change).object();
            settled.add(parts(names.resolve(object.name()), object.part()));
        }
    }

    private static List<String> parts(QualifiedName name, @Nullable String part) {
        List<String> parts = new ArrayList<>(List.of(String.valueOf(name.schema()), name.name()));
        if (part != null) {
            parts.add(part);
        }
        return parts;
    }

    /** Whether the scripts themselves see to an object, or to the relation or view that it belongs to. */
    boolean settles(List<String> object) {
        return settled.contains(object) || object.size() > 2 && settled.contains(object.subList(0, 2));
    }
}
