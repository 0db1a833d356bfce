package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.TableChange;

/** HF007: Without a name nothing can tell whether it is there already. */
final class NameIndexAndConstraint {
    static final Rule RULE = new Rule(
            "HF007",
            "name-index-and-constraint",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "without a name nothing can tell whether it is there already",
            "PostgreSQL makes up a name, and another one at the second run: a second index on the " + "same columns.",
            "Name the index or the constraint",
            NameIndexAndConstraint::judge);

    private NameIndexAndConstraint() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof TableChange.CreateIndex index
                && index.definition().name() == null) {
            return "an index " + RULE.title();
        }
        boolean constraint = s.change() instanceof ConstraintChange.Add add
                && !add.withNewColumn()
                && add.definition().name() == null;
        return constraint ? "a constraint " + RULE.title() : null;
    }
}
