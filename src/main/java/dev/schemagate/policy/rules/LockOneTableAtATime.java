package dev.schemagate.policy.rules;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.QualifiedName;

/** HF045: Several tables are locked in one transaction. */
final class LockOneTableAtATime {
    static final Rule RULE = new Rule(
            "HF045",
            "lock-one-table-at-a-time",
            RuleGroup.LOCKS,
            Level.ERROR,
            "several tables are locked in one transaction",
            "While it waits for the second lock it holds the first: traffic on both stops, and two "
                    + "such files deadlock.",
            "Give each table a statement, or a file, of its own; add a foreign key behind its column, NOT VALID",
            LockOneTableAtATime::judge);

    private LockOneTableAtATime() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ColumnChange.Add add && !s.isNew(add.table())) {
            String other = referenced(s, add);
            if (other != null) {
                return other;
            }
        }
        Set<QualifiedName> locked = s.before().locked();
        if (locked.isEmpty()) {
            return null;
        }
        return s.effect().relations().stream()
                .filter(use -> use.lock().blocksWrites())
                .map(use -> s.resolve(use.relation()))
                .filter(relation -> !locked.contains(relation) && !s.isNew(relation))
                .filter(relation -> !referredTo(s, relation))
                .findFirst()
                .map(relation -> "locks " + relation + " while the same transaction holds "
                        + locked.stream()
                                .map(QualifiedName::sql)
                                .sorted()
                                .findFirst()
                                .orElseThrow())
                .orElse(null);
    }

    /** ADD COLUMN ... REFERENCES waits for the other table while all reads and writes of this one wait for it. */
    private static @Nullable String referenced(Subject s, ColumnChange.Add add) {
        return s.effect().relations().stream()
                .map(use -> s.resolve(use.relation()))
                .filter(relation -> !relation.equals(s.resolve(add.table())) && !s.isNew(relation))
                .findFirst()
                .map(relation -> "ADD COLUMN with REFERENCES locks " + relation + " while nobody can read "
                        + s.resolve(add.table()) + "; and whoever deletes there will wait for its foreign key")
                .orElse(null);
    }

    /** A foreign key needs both of its tables. */
    private static boolean referredTo(Subject s, QualifiedName relation) {
        return s.change() instanceof ConstraintChange.Add add
                && add.definition().references() != null
                && s.resolve(add.definition().references().table()).equals(relation);
    }
}
