package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.QualifiedName;

/** HF044: VALIDATE in the transaction that added the constraint. */
final class ValidateInItsOwnTransaction {
    static final Rule RULE = new Rule(
            "HF044",
            "validate-in-its-own-transaction",
            RuleGroup.LOCKS,
            Level.ERROR,
            "VALIDATE in the transaction that added the constraint",
            "The lock of ADD CONSTRAINT is held during the scan: NOT VALID has gained nothing.",
            "Validate in a statement of its own, outside the block, or in a later migration",
            ValidateInItsOwnTransaction::judge);

    private ValidateInItsOwnTransaction() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ConstraintChange.Validate validate
                        && s.before().addedInTransaction(s.resolve(validate.table()), validate.name())
                ? "VALIDATE CONSTRAINT " + QualifiedName.quote(validate.name())
                        + " in the transaction that added it keeps the strong lock during the scan"
                : null;
    }
}
