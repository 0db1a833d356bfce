package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition.Type;
import dev.schemagate.sql.QualifiedName;

/** HF031: SET NOT NULL refuses what old code writes. */
final class LeaveColumnsNullable {
    static final Rule RULE = new Rule(
            "HF031",
            "leave-columns-nullable",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "SET NOT NULL refuses what old code writes",
            "Old code that writes NULL fails with 23502, and every row is read under an ACCESS " + "EXCLUSIVE lock.",
            "Leave it nullable until no old code runs; then a migration with NOT VALID and VALIDATE",
            LeaveColumnsNullable::judge);

    private LeaveColumnsNullable() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ColumnChange.SetNotNull set && !s.isNew(set.table())) {
            return "SET NOT NULL on " + QualifiedName.quote(set.column()) + " refuses what old code writes";
        }
        if (s.domainClause().equals("SET NOT NULL")) {
            return "SET NOT NULL of a domain refuses what old code writes to every column of it";
        }
        boolean constraint = s.change() instanceof ConstraintChange.Add add
                && add.definition().type() == Type.NOT_NULL
                && !add.withNewColumn()
                && !s.isNew(add.table());
        return constraint ? "a NOT NULL constraint refuses what old code writes" : null;
    }
}
