package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.QualifiedName;

/** HF012: ALTER COLUMN TYPE may narrow the column or rewrite the table. */
final class KeepColumnTypes {
    static final Rule RULE = new Rule(
            "HF012",
            "keep-column-types",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "ALTER COLUMN TYPE may narrow the column or rewrite the table",
            "What the column had decides, and a file cannot know that: old code may write values that "
                    + "no longer fit, and most changes rewrite the table under an ACCESS EXCLUSIVE lock.",
            "Add a column of the new type beside it",
            KeepColumnTypes::judge);

    private KeepColumnTypes() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ColumnChange.Retype retype && !s.isNew(retype.table())
                ? "ALTER COLUMN " + QualifiedName.quote(retype.column())
                        + " TYPE may narrow the column or rewrite the table"
                : null;
    }
}
