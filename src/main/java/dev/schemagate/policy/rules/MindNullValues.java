package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.QualifiedName;

/** HF035: DROP NOT NULL lets NULL in, which old readers may not expect. */
final class MindNullValues {
    static final Rule RULE = new Rule(
            "HF035",
            "mind-null-values",
            RuleGroup.OLD_CODE,
            Level.WARNING,
            "DROP NOT NULL lets NULL in, which old readers may not expect",
            "Old code reads the column into a type that knows no NULL.",
            "Make sure that no new code writes NULL while old code runs",
            MindNullValues::judge);

    private MindNullValues() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ColumnChange.DropNotNull drop && !s.isNew(drop.table())
                ? "DROP NOT NULL of " + QualifiedName.quote(drop.column())
                        + " lets NULL in, which old readers may not expect"
                : null;
    }
}
