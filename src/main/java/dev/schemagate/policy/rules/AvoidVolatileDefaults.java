package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.Expression.Volatility;

/** HF041: A volatile default rewrites the table. */
final class AvoidVolatileDefaults {
    static final Rule RULE = new Rule(
            "HF041",
            "avoid-volatile-defaults",
            RuleGroup.LOCKS,
            Level.ERROR,
            "a volatile default rewrites the table",
            "Every row gets a value of its own, so the whole table is rewritten under an ACCESS " + "EXCLUSIVE lock.",
            "Add the column without default, then set the default in a statement of its own",
            AvoidVolatileDefaults::judge);

    private AvoidVolatileDefaults() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof ColumnChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        Expression value = add.definition().defaultValue();
        return value != null && value.volatility() == Volatility.VOLATILE
                ? "a volatile default rewrites " + s.resolve(add.table())
                : null;
    }
}
