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
            "Every start inserts the row again, or fails with 23505. ON CONFLICT DO NOTHING does not help where the server"
                    + " makes the key up: nothing conflicts.",
            "Insert constants into named columns, all of a unique key's among them, with ON CONFLICT (key) DO NOTHING",
            InsertOnConflict::judge);

    private InsertOnConflict() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof RowChange.Insert insert) || insert.findsItsRows()) {
            return null;
        }
        if (!insert.leavesTheKeyOpen()) {
            return RULE.title();
        }
        // A start asks the catalog of a hotfix's table, and nobody for a repeatable migration.
        boolean finds = NameTheConflictKey.finds(s, insert).orElse(s.isHotfix());
        return finds
                ? null
                : RULE.title() + ": no unique key of " + s.resolve(insert.table())
                        + " is known to be among the columns with a constant, " + String.join(", ", insert.constants());
    }
}
