package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.QualifiedName;

/** HF030: NOT NULL without a default. */
final class GiveNotNullColumnsADefault {
    static final Rule RULE = new Rule(
            "HF030",
            "give-not-null-columns-a-default",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "NOT NULL without a default",
            "Old code does not know the column: its INSERT fails with 23502. On a table with rows the "
                    + "statement itself fails.",
            "Give it a constant default, or leave NOT NULL off",
            GiveNotNullColumnsADefault::judge);

    private GiveNotNullColumnsADefault() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof ColumnChange.Add add)
                || s.isNew(add.table())
                || !add.definition().notNull()) {
            return null;
        }
        ColumnDefinition column = add.definition();
        Expression value = column.defaultValue();
        if (column.generation() != null || column.type().isSerial() || value != null && value.neverNull()) {
            return null;
        }
        return "NOT NULL column " + QualifiedName.quote(column.name())
                + (value == null ? " without a default" : " with a default that may be null")
                + ": old code's INSERT fails";
    }
}
