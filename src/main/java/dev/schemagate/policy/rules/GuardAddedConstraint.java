package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;

/** HF005: ADD CONSTRAINT outside a guarded DO block is not idempotent. */
final class GuardAddedConstraint {
    static final Rule RULE = new Rule(
            "HF005",
            "guard-added-constraint",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "ADD CONSTRAINT outside a guarded DO block is not idempotent",
            "ADD CONSTRAINT knows no IF NOT EXISTS: the second run fails with 42710.",
            "Ask pg_constraint for the name in a DO block first",
            GuardAddedConstraint::judge);

    private GuardAddedConstraint() {}

    private static @Nullable String judge(Subject s) {
        boolean added = s.change() instanceof ConstraintChange.Add add
                && !add.withNewColumn()
                && add.definition().name() != null;
        return added && !s.idempotent() ? RULE.title() : null;
    }
}
