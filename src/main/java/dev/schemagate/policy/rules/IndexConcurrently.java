package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.TableChange;

/** HF040: CREATE INDEX without CONCURRENTLY stops all writes, and DROP INDEX all reads, too. */
final class IndexConcurrently {
    static final Rule RULE = new Rule(
            "HF040",
            "create-index-concurrently",
            RuleGroup.LOCKS,
            Level.ERROR,
            "CREATE INDEX or DROP INDEX without CONCURRENTLY stops others",
            "Writers wait for as long as the build takes, minutes on a large table. A DROP INDEX waits for every transaction"
                    + " on the table, and meanwhile everything else waits behind it.",
            "Write CREATE INDEX CONCURRENTLY or DROP INDEX CONCURRENTLY, at top level and alone",
            IndexConcurrently::judge);

    private IndexConcurrently() {}

    private static @Nullable String judge(Subject s) {
        // A hotfix drops nothing anyway.
        if (s.change() instanceof ObjectChange.Drop drop
                && drop.object().kind() == ObjectKind.INDEX
                && !drop.concurrently()
                && !s.isHotfix()) {
            return "DROP INDEX without CONCURRENTLY stops all reads and writes of its table";
        }
        if (!(s.change() instanceof TableChange.CreateIndex index) || s.isNew(index.table())) {
            return null;
        }
        if (index.definition().concurrently() && s.nested()) {
            return "CREATE INDEX CONCURRENTLY cannot run inside a block";
        }
        return index.definition().concurrently()
                ? null
                : "CREATE INDEX without CONCURRENTLY stops all writes to " + s.resolve(index.table());
    }
}
