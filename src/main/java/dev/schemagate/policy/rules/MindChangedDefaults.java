package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.QualifiedName;

/** HF034: A changed default changes what old code writes. */
final class MindChangedDefaults {
    static final Rule RULE = new Rule(
            "HF034",
            "mind-changed-defaults",
            RuleGroup.OLD_CODE,
            Level.WARNING,
            "a changed default changes what old code writes",
            "Old code leaves the column out and writes another value than before.",
            "Make sure that old code can live with the new value",
            MindChangedDefaults::judge);

    private MindChangedDefaults() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ColumnChange.SetDefault set
                        && set.value().neverNull()
                        && !s.isNewColumn(set.table(), set.column())
                ? "SET DEFAULT of " + QualifiedName.quote(set.column()) + " changes what old code writes"
                : null;
    }
}
