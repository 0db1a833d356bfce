package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ColumnDefinition.Generation.Kind;

/** HF042: A stored generated column rewrites the table. */
final class AvoidStoredColumns {
    static final Rule RULE = new Rule(
            "HF042",
            "avoid-stored-columns",
            RuleGroup.LOCKS,
            Level.ERROR,
            "a stored generated column rewrites the table",
            "PostgreSQL computes it for every row under an ACCESS EXCLUSIVE lock.",
            "Add a plain column and fill it from the application, or index the expression",
            AvoidStoredColumns::judge);

    private AvoidStoredColumns() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ColumnChange.Generation change && !s.isNew(change.table())) {
            return change.action().name().replace('_', ' ')
                    + " changes how the server fills a column that old code writes";
        }
        if (!(s.change() instanceof ColumnChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        ColumnDefinition.Generation generation = add.definition().generation();
        return generation != null && generation.kind() != Kind.VIRTUAL
                        || add.definition().type().isSerial()
                ? "a column that the server fills for every row rewrites " + s.resolve(add.table())
                : null;
    }
}
