package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;

/** HF011: RENAME takes the old name away from old code. */
final class RenameNothing {
    static final Rule RULE = new Rule(
            "HF011",
            "rename-nothing",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "RENAME takes the old name away from old code",
            "To old code a renamed column is a dropped one.",
            "Add the new name beside the old one and fill both",
            RenameNothing::judge);

    private RenameNothing() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ColumnChange.Rename rename) {
            return "RENAME takes the name " + QualifiedName.quote(rename.column()) + " away from old code";
        }
        if (s.change() instanceof ObjectChange.RenameEnumValue rename) {
            return "RENAME VALUE takes the value '" + rename.value() + "' away from old code";
        }
        if (usesIndex(s)) {
            return "USING INDEX renames the index to the constraint's name";
        }
        return s.change() instanceof ObjectChange.Rename rename
                ? "RENAME takes the name " + Describe.object(rename.object()) + " away from old code"
                : null;
    }

    private static boolean usesIndex(Subject s) {
        return s.change() instanceof ConstraintChange.Add add
                && add.definition().usingIndex() != null
                && !add.definition().usingIndex().equals(add.definition().name());
    }
}
