package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.DesiredObjects;
import dev.schemagate.desired.Unreadable;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.Guard;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Statement;

/** Turns parsed statements into what they ask of the catalog. */
public final class Compile {

    private Compile() {}

    /** The statements of a script without errors, in order. */
    public static List<CompiledStatement> of(ParsedScript script, NameResolution names) {
        List<CompiledStatement> compiled = new ArrayList<>();
        for (Statement statement : script.statements()) {
            compiled.add(of(statement, compiled.size() + 1, names));
        }
        return compiled;
    }

    private static CompiledStatement of(Statement statement, int number, NameResolution names) {
        return new CompiledStatement(
                number,
                statement.range().line(),
                statement.range().offset(),
                statement.range().length(),
                statement.tag(),
                statement.transactionMode() == Statement.TransactionMode.FORBIDDEN,
                statement.running().anyMatch(s -> s.transactionMode() == Statement.TransactionMode.CONTROLS),
                statement.forgiving(),
                statement.running().anyMatch(Statement::only),
                statement.running().flatMap(s -> objects(s, names)).toList(),
                statement
                        .running()
                        .filter(s -> isConditional(s, names))
                        .flatMap(s -> all(s, names))
                        .toList(),
                locks(statement, names));
    }

    private static Stream<DesiredObject> objects(Statement statement, NameResolution names) {
        List<DesiredObject> objects = all(statement, names).toList();
        return isConditional(statement, names) && !objects.isEmpty()
                ? Stream.of(new Unreadable("a condition decides whether " + statement.tag() + " runs"))
                : objects.stream();
    }

    private static Stream<DesiredObject> all(Statement statement, NameResolution names) {
        return statement.effects().stream().flatMap(effect -> DesiredObjects.of(effect.change(), names));
    }

    private static boolean isConditional(Statement statement, NameResolution names) {
        return statement.guards().stream().anyMatch(guard -> leavesOpen(guard, statement, names));
    }

    /** Whether the guard may keep the statement from running although what it asks for is missing. */
    private static boolean leavesOpen(Guard guard, Statement statement, NameResolution names) {
        if (guard instanceof Guard.CatalogCheck check) {
            return !statement.effects().stream()
                    .map(Effect::change)
                    .filter(change -> DesiredObjects.of(change, names).findAny().isPresent())
                    .allMatch(change -> check.decides(change, names));
        }
        return guard instanceof Guard.Branch;
    }

    private static List<CompiledStatement.LockUse> locks(Statement statement, NameResolution names) {
        Map<QualifiedName, CompiledStatement.LockUse> locks = new LinkedHashMap<>();
        for (Effect effect : statement.allEffects().toList()) {
            for (RelationUse use : effect.relations()) {
                QualifiedName name = names.resolve(use.relation());
                CompiledStatement.LockUse lock = new CompiledStatement.LockUse(
                        names.schemaOf(name), name.name(), use.lock(), use.work() == RelationUse.Work.REWRITE);
                locks.merge(
                        name,
                        lock,
                        (a, b) -> new CompiledStatement.LockUse(
                                a.schema(), a.relation(), a.lock().stronger(b.lock()), a.rewrite() || b.rewrite()));
            }
        }
        return List.copyOf(locks.values());
    }
}
