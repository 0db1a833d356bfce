package dev.schemagate.policy.rules;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;

/** HF008: The table's keys decide whether a second run inserts the rows again, and nothing here tells them. */
final class NameTheConflictKey {
    static final Rule RULE = new Rule(
            "HF008",
            "name-the-conflict-key",
            RuleGroup.IDEMPOTENCY,
            Level.WARNING,
            "only the table's keys tell whether a second run inserts the rows again",
            "ON CONFLICT DO NOTHING without columns does nothing where some unique key meets its row. If none is among the"
                    + " columns that get a constant, every start would insert the rows again. A start looks into the catalog"
                    + " and refuses that; a file alone cannot tell.",
            "Name the key, as in ON CONFLICT (id) DO NOTHING, or lint the migrations that make the table as well",
            NameTheConflictKey::judge);

    private NameTheConflictKey() {}

    private static @Nullable String judge(Subject s) {
        return s.isHotfix()
                        && s.change() instanceof RowChange.Insert insert
                        && insert.leavesTheKeyOpen()
                        && finds(s, insert).isEmpty()
                ? RULE.title()
                : null;
    }

    /** Empty where it is not known. */
    static Optional<Boolean> finds(Subject s, RowChange.Insert insert) {
        return s.tables().hasKeyAmong(s.resolve(insert.table()), insert.constants(), insert.constraint());
    }
}
