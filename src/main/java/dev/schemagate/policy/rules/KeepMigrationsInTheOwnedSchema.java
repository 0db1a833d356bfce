package dev.schemagate.policy.rules;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;

/** HF023: A migration changes the owned schema only. */
final class KeepMigrationsInTheOwnedSchema {
    static final Rule RULE = new Rule(
            "HF023",
            "keep-migrations-in-the-owned-schema",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "a migration changes the owned schema only",
            "The foreign schema belongs to another engine, which undoes what it does not know or fails on it: a child, a"
                    + " partition, a foreign key, statistics, a publication or a cast keep its own migrations from working.",
            "Leave the foreign schema to its engine; what our code needs there comes by a hotfix, additive and idempotent",
            KeepMigrationsInTheOwnedSchema::judge);

    /** What acts on the types and tables it is made for, wherever it lives itself. */
    private static final Set<ObjectKind> ATTACHED = EnumSet.of(
            ObjectKind.CAST,
            ObjectKind.TRANSFORM,
            ObjectKind.OPERATOR_CLASS,
            ObjectKind.OPERATOR_FAMILY,
            ObjectKind.PUBLICATION);

    private KeepMigrationsInTheOwnedSchema() {}

    private static @Nullable String judge(Subject s) {
        return s.isHotfix() ? null : touched(s).orElse(null);
    }

    /** What the effect does to the foreign schema, as a message. */
    static Optional<String> touched(Subject s) {
        if (s.change() instanceof ObjectChange.Everywhere all) {
            return Optional.of(
                    RULE.title() + ", and " + all.object().kind().sql() + " acts in every schema of the database");
        }
        Stream<QualifiedName> changed =
                Targets.of(s).stream().filter(target -> !(s.change() instanceof TableChange.Create));
        Stream<QualifiedName> locked = s.effect().relations().stream()
                .filter(use -> use.lock().compareTo(LockMode.ACCESS_SHARE) > 0)
                .map(use -> s.resolve(use.relation()));
        return Stream.of(changed, locked, attached(s))
                .flatMap(names -> names)
                .flatMap(target -> owner(s, target).stream()
                        .map(owner -> RULE.title() + ", and "
                                + (target.name().equals("*") ? "schema " + target.schema() : target.sql()) + owner))
                .findFirst();
    }

    /** Whose the object is, if it is another's. */
    private static Optional<String> owner(Subject s, QualifiedName target) {
        if (s.inForeign(target)) {
            return Optional.of(" is in the foreign one");
        }
        String schema = s.schemaOf(target);
        return Catalogs.is(schema) && !(s.change() instanceof ObjectChange.Privileges)
                ? Optional.of(" is PostgreSQL's own")
                : s.isBookkeeping(schema) ? Optional.of(" is the gate's own") : Optional.empty();
    }

    private static Stream<QualifiedName> attached(Subject s) {
        boolean attaches = s.change() instanceof ObjectChange change
                && ATTACHED.contains(change.object().kind());
        return attaches ? s.statement().mentions().stream() : Stream.empty();
    }
}
