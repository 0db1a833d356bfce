package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;

/** HF013: TRUNCATE removes every row. */
final class TruncateNothing {
    static final Rule RULE = new Rule(
            "HF013",
            "truncate-nothing",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "TRUNCATE removes every row",
            "Old code works with these rows, and no rollback of the release brings them back.",
            "Leave the rows; remove them in a reviewed job of its own",
            TruncateNothing::judge);

    private TruncateNothing() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof RowChange.Truncate ? RULE.title() : null;
    }
}
