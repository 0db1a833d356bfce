package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;

/** HF043: A constraint without NOT VALID reads the whole table under its lock. */
final class AddConstraintsNotValid {
    static final Rule RULE = new Rule(
            "HF043",
            "add-constraints-not-valid",
            RuleGroup.LOCKS,
            Level.ERROR,
            "a constraint without NOT VALID reads the whole table under its lock",
            "The scan runs while nobody can write, and for a CHECK while nobody can read.",
            "Add it NOT VALID and validate it in a statement of its own",
            AddConstraintsNotValid::judge);

    private AddConstraintsNotValid() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof ConstraintChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        if (add.withNewColumn()) {
            return scansNewColumn(s, add) ? RULE.title() : null;
        }
        return switch (add.definition().type()) {
            case CHECK, FOREIGN_KEY, NOT_NULL -> add.definition().validated() ? RULE.title() : null;
            case UNIQUE, PRIMARY_KEY, EXCLUSION ->
                add.definition().usingIndex() == null
                        ? "the constraint builds its index under an ACCESS EXCLUSIVE lock"
                        : null;
        };
    }

    /** A foreign key of a column without default has nothing to check; everything else reads or builds. */
    private static boolean scansNewColumn(Subject s, ConstraintChange.Add add) {
        return switch (add.definition().type()) {
            case NOT_NULL -> false;
            case FOREIGN_KEY ->
                s.statement().effects().stream()
                        .anyMatch(e -> e.change() instanceof ColumnChange.Add column
                                && add.definition().columns().contains(column.column())
                                && column.definition().defaultValue() != null
                                && !column.definition().defaultValue().isNull());
            default -> true;
        };
    }
}
