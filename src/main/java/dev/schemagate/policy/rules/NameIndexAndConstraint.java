package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.TableChange;

/** HF007: Without a name a second run cannot tell whether it exists. */
final class NameIndexAndConstraint {
    static final Rule RULE = new Rule(
            "HF007",
            "name-index-and-constraint",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "an unnamed index or constraint: a second run cannot tell whether it exists",
            "PostgreSQL makes up a name, and another one at the second run: a second index on the same columns.",
            "Name the index or the constraint",
            NameIndexAndConstraint::judge);

    private static final String WHY = ": a second run cannot tell whether it exists";

    private NameIndexAndConstraint() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof TableChange.CreateIndex index
                && index.definition().name() == null) {
            return "unnamed index" + WHY;
        }
        boolean constraint = s.change() instanceof ConstraintChange.Add add
                && !add.withNewColumn()
                && add.definition().name() == null;
        return constraint ? "unnamed constraint" + WHY : null;
    }
}
