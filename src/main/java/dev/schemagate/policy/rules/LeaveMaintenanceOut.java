package dev.schemagate.policy.rules;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.SessionChange.Maintain.Task;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.TableChange.Property;

/** HF046: Maintenance and explicit locks stop traffic. */
final class LeaveMaintenanceOut {
    static final Rule RULE = new Rule(
            "HF046",
            "leave-maintenance-out",
            RuleGroup.LOCKS,
            Level.ERROR,
            "maintenance and explicit locks stop traffic",
            "They lock or rewrite tables at every start.",
            "Run it by hand, at a quiet time, with CONCURRENTLY where PostgreSQL offers it",
            LeaveMaintenanceOut::judge);

    private static final Set<Task> HARMLESS = EnumSet.of(Task.ANALYZE, Task.VACUUM, Task.CHECKPOINT);
    private static final Set<Property> REWRITES =
            EnumSet.of(Property.LOGGED, Property.UNLOGGED, Property.TABLESPACE, Property.ACCESS_METHOD);

    private LeaveMaintenanceOut() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof SessionChange.Lock lock) {
            return "LOCK TABLE " + s.resolve(lock.table()) + " stops traffic";
        }
        if (s.change() instanceof SessionChange.Maintain maintain
                && (s.isHotfix() || !HARMLESS.contains(maintain.task()))) {
            return maintain.task().name().replace('_', ' ') + " is maintenance, not a change of the schema";
        }
        if (s.change() instanceof RowChange.Read read && read.locking() && s.isHotfix()) {
            return "SELECT ... FOR UPDATE locks rows of " + s.resolve(read.table());
        }
        return s.change() instanceof TableChange.SetProperty set
                        && REWRITES.contains(set.property())
                        && !s.isNew(set.table())
                ? "SET " + set.property().name().replace('_', ' ') + " rewrites the table"
                : null;
    }
}
