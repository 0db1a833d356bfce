package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;

/** HF003: ADD COLUMN without IF NOT EXISTS is not idempotent. */
final class AddColumnIfNotExists {
    static final Rule RULE = new Rule(
            "HF003",
            "add-column-if-not-exists",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "ADD COLUMN without IF NOT EXISTS is not idempotent",
            "The statement runs at every start. The second run fails with 42701, and so does the "
                    + "first on a database where the other engine was faster.",
            "Write ADD COLUMN IF NOT EXISTS",
            AddColumnIfNotExists::judge);

    private AddColumnIfNotExists() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ColumnChange.Add && !s.idempotent() ? RULE.title() : null;
    }
}
