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
public final class CreateIndexConcurrently {
    static final Rule RULE = new Rule(
            "HF040",
            "create-index-concurrently",
            RuleGroup.LOCKS,
            Level.ERROR,
            "CREATE INDEX or DROP INDEX without CONCURRENTLY stops others",
            "Writers wait for as long as the build takes, minutes on a large table. A DROP INDEX waits for every transaction"
                    + " on the table, and meanwhile everything else waits behind it.",
            "Write CREATE INDEX CONCURRENTLY or DROP INDEX CONCURRENTLY, at top level and alone",
            CreateIndexConcurrently::judge);

    private CreateIndexConcurrently() {}

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
        if (s.tables().isPartitioned(s.resolve(index.table()))) {
            return partitioned(s, index);
        }
        if (index.definition().concurrently() && s.nested()) {
            return "CREATE INDEX CONCURRENTLY cannot run inside a block";
        }
        return index.definition().concurrently()
                ? null
                : "CREATE INDEX without CONCURRENTLY stops all writes to " + s.resolve(index.table())
                        + (index.definition().only() ? ", unless it is partitioned, which nothing here tells" : "");
    }

    /** ON ONLY makes an entry in the catalog and reads no row. */
    private static @Nullable String partitioned(Subject s, TableChange.CreateIndex index) {
        String table = s.resolve(index.table()) + ", which is partitioned";
        if (index.definition().concurrently()) {
            return "PostgreSQL builds no index concurrently on " + table;
        }
        if (!index.definition().only()) {
            return "CREATE INDEX stops all writes to the partitions of " + table;
        }
        return s.isHotfix() ? "a hotfix makes no index on " + table : null;
    }

    /** What helps on a partitioned table: in a hotfix the indexes that queries use, in migrations the parent's as well. */
    public static String advice(boolean hotfix) {
        return hotfix
                ? "Write CREATE INDEX CONCURRENTLY IF NOT EXISTS for each partition: that is all that queries need"
                : "Write CREATE INDEX ... ON ONLY the table, then CREATE INDEX CONCURRENTLY on each partition in a migration of"
                        + " its own, then ALTER INDEX ... ATTACH PARTITION for each, which makes the table's index valid";
    }
}
