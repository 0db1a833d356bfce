package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;

/** HF014: Rows of the application are changed. */
final class KeepRows {
    static final Rule RULE = new Rule(
            "HF014",
            "keep-rows",
            RuleGroup.ROWS,
            Level.ERROR,
            "rows of the application are changed",
            "A file that runs at every start changes rows again and again; old code may not "
                    + "understand what it finds.",
            "Leave rows to a job of its own; in a migration acknowledge it",
            KeepRows::judge);

    private KeepRows() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof RowChange.Delete delete) {
            return "DELETE removes rows of " + s.resolve(delete.table());
        }
        if (s.change() instanceof RowChange.Update update) {
            return "UPDATE changes rows of " + s.resolve(update.table());
        }
        return s.change() instanceof RowChange.Copy copy && copy.into()
                ? "COPY adds rows to " + s.resolve(copy.table())
                : null;
    }
}
