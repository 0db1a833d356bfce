package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.QualifiedName;

/** HF033: DROP DEFAULT takes a value away that old code relies on. */
final class KeepDefaults {
    static final Rule RULE = new Rule(
            "HF033",
            "keep-defaults",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "DROP DEFAULT takes a value away that old code relies on",
            "Old code leaves the column out of its INSERT and gets NULL, or 23502.",
            "Leave the default",
            KeepDefaults::judge);

    private KeepDefaults() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ColumnChange.DropDefault drop && !s.isNewColumn(drop.table(), drop.column())) {
            return "DROP DEFAULT of " + QualifiedName.quote(drop.column())
                    + " takes a value away that old code relies on";
        }
        boolean nothing = s.change() instanceof ColumnChange.SetDefault set
                && !(set.value().neverNull() && set.value().neverFails())
                && (s.isHotfix() || !s.isNewColumn(set.table(), set.column()));
        return nothing ? "SET DEFAULT to something that may be null, or fail, is a DROP DEFAULT" : null;
    }
}
