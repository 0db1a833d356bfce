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

/** HF010: DROP takes away what old code uses. */
final class DropNothing {
    static final Rule RULE = new Rule(
            "HF010",
            "drop-nothing",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "DROP takes away what old code uses",
            "Pods of the last release still read and write it until the last of them has gone.",
            "Leave it in place",
            DropNothing::judge);

    private DropNothing() {}

    private static @Nullable String judge(Subject s) {
        String taken = taken(s);
        return taken != null && s.change().cascade()
                ? taken + ", and by CASCADE what depends on it, which no contract names"
                : taken;
    }

    private static @Nullable String taken(Subject s) {
        if (s.change() instanceof ColumnChange.Drop drop) {
            return "DROP COLUMN takes " + QualifiedName.quote(drop.column()) + " away from old code";
        }
        if (s.change() instanceof ConstraintChange.Drop drop) {
            return "DROP CONSTRAINT takes " + QualifiedName.quote(drop.name()) + " away from old code";
        }
        if (s.change() instanceof ObjectChange.Owned owned) {
            return owned.drop() ? "DROP OWNED takes away everything of a role" : "REASSIGN OWNED changes owners";
        }
        if (s.change() instanceof ObjectChange.SetComment comment && comment.text() == null) {
            return s.isHotfix() ? "COMMENT IS NULL takes a comment away" : null;
        }
        if (s.change() instanceof ObjectChange.Drop drop) {
            return "DROP " + drop.object().kind().sql() + " takes " + Describe.object(drop.object())
                    + " away from old code";
        }
        return s.change() instanceof ObjectChange.Alter alter && alter.removes()
                ? "ALTER " + alter.object().kind().sql() + " " + alter.what() + " takes something away from old code"
                : null;
    }
}
