package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.schemagate.sql.Effect;
import dev.schemagate.sql.Guard;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Statement;

/** Turns parsed statements into what they ask of the catalog. */
public final class Asking {

    private Asking() {}

    /** The statements of a script without errors, in order. */
    public static List<AskedStatement> of(ParsedScript script, NameResolution names) {
        List<AskedStatement> asked = new ArrayList<>();
        for (Statement statement : script.statements()) {
            asked.add(of(statement, asked.size() + 1, names));
        }
        return asked;
    }

    private static AskedStatement of(Statement statement, int number, NameResolution names) {
        return new AskedStatement(
                number,
                statement.range().line(),
                statement.range().offset(),
                statement.range().length(),
                statement.tag(),
                statement.transactionMode() == Statement.TransactionMode.FORBIDDEN,
                statement.running().anyMatch(s -> s.transactionMode() == Statement.TransactionMode.CONTROLS),
                statement.forgiving(),
                statement.running().anyMatch(Statement::only),
                statement.running().flatMap(s -> wishes(s, names)).toList(),
                statement
                        .running()
                        .filter(s -> isConditional(s, names))
                        .flatMap(s -> all(s, names))
                        .toList(),
                locks(statement, names));
    }

    private static Stream<Wish> wishes(Statement statement, NameResolution names) {
        List<Wish> wishes = all(statement, names).toList();
        return isConditional(statement, names) && !wishes.isEmpty()
                ? Stream.of(new Wish.Unreadable("a condition decides whether " + statement.tag() + " runs"))
                : wishes.stream();
    }

    private static Stream<Wish> all(Statement statement, NameResolution names) {
        return statement.effects().stream().flatMap(effect -> Wishes.of(effect.change(), names));
    }

    private static boolean isConditional(Statement statement, NameResolution names) {
        return statement.guards().stream().anyMatch(guard -> leavesOpen(guard, statement, names));
    }

    /** Whether the guard may keep the statement from running although what it asks for is missing. */
    private static boolean leavesOpen(Guard guard, Statement statement, NameResolution names) {
        if (guard instanceof Guard.CatalogCheck check) {
            return !statement.effects().stream()
                    .map(Effect::change)
                    .filter(change -> Wishes.of(change, names).findAny().isPresent())
                    .allMatch(change -> check.decides(change, names));
        }
        return guard instanceof Guard.Branch;
    }

    private static List<AskedStatement.LockUse> locks(Statement statement, NameResolution names) {
        Map<QualifiedName, AskedStatement.LockUse> locks = new LinkedHashMap<>();
        for (Effect effect : statement.allEffects().toList()) {
            for (RelationUse use : effect.relations()) {
                QualifiedName name = names.resolve(use.relation());
                AskedStatement.LockUse lock = new AskedStatement.LockUse(
                        names.schemaOf(name), name.name(), use.lock(), use.work() == RelationUse.Work.REWRITE);
                locks.merge(
                        name,
                        lock,
                        (a, b) -> new AskedStatement.LockUse(
                                a.schema(), a.relation(), a.lock().stronger(b.lock()), a.rewrite() || b.rewrite()));
            }
        }
        return List.copyOf(locks.values());
    }
}
