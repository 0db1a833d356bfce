package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.Level;
import dev.schemagate.policy.Rule;
import dev.schemagate.policy.RuleGroup;
import dev.schemagate.policy.Subject;
import dev.schemagate.sql.TableChange;

/** HF040: CREATE INDEX without CONCURRENTLY stops all writes. */
final class IndexConcurrently {
    static final Rule RULE = new Rule(
            "HF040",
            "create-index-concurrently",
            RuleGroup.LOCKS,
            Level.ERROR,
            "CREATE INDEX without CONCURRENTLY stops all writes",
            "Writers wait for as long as the build takes, minutes on a large table.",
            "Write CREATE INDEX CONCURRENTLY, at top level and alone",
            IndexConcurrently::judge);

    private IndexConcurrently() {}

    private static @Nullable String judge(Subject s) {
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
