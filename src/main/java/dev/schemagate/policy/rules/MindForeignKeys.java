package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition.Type;

/** HF037: A foreign key on columns that old code writes. */
final class MindForeignKeys {
    static final Rule RULE = new Rule(
            "HF037",
            "mind-foreign-keys",
            RuleGroup.OLD_CODE,
            Level.WARNING,
            "a foreign key on columns that old code writes",
            "Old code that writes a value without a partner, or deletes the partner, fails with " + "23503.",
            "Make sure that old code keeps to it",
            MindForeignKeys::judge);

    private MindForeignKeys() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof ConstraintChange.Add add)
                || add.definition().type() != Type.FOREIGN_KEY) {
            return null;
        }
        boolean known = add.withNewColumn()
                || add.definition().columns().stream().allMatch(column -> s.isNewColumn(add.table(), column));
        return known
                ? null
                : "a foreign key on columns that old code writes: a value without a partner fails, and so does a delete of"
                        + " the partner";
    }
}
