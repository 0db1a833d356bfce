package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.TableChange.Property;

/** HF015: Old code no longer finds the rows where they were. */
final class DetachNothing {
    static final Rule RULE = new Rule(
            "HF015",
            "detach-nothing",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "old code no longer finds the rows where they were",
            "A detached partition, a cut inheritance or another schema is a missing table to old " + "code.",
            "Leave it where it is",
            DetachNothing::judge);

    private DetachNothing() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ObjectChange.Move move) {
            return "SET SCHEMA moves " + Describe.object(move.object()) + " away from old code";
        }
        if (s.change() instanceof TableChange.DetachPartition detach) {
            return "DETACH PARTITION takes the rows of " + detach.partition() + " away from old code";
        }
        return s.change() instanceof TableChange.SetProperty set
                        && (set.property() == Property.NO_INHERIT || set.property() == Property.NOT_OF_TYPE)
                ? "NO INHERIT takes rows away from old code"
                : null;
    }
}
