package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;

/** HF006: INSERT acts again on its second run. */
final class InsertOnConflict {
    static final Rule RULE = new Rule(
            "HF006",
            "insert-on-conflict",
            RuleGroup.IDEMPOTENCY,
            Level.ERROR,
            "INSERT acts again on its second run",
            "Every start inserts the row again, or fails with 23505. ON CONFLICT DO NOTHING without "
                    + "the key, or with a key the server makes up, does not help: nothing conflicts.",
            "Insert constants, the key among them, with ON CONFLICT (key) DO NOTHING",
            InsertOnConflict::judge);

    private InsertOnConflict() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof RowChange.Insert insert && !insert.findsItsRows() ? RULE.title() : null;
    }
}
