package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.TableChange;

/** HF032: A new UNIQUE or CHECK refuses what old code writes. */
final class RestrictNothing {
    static final Rule RULE = new Rule(
            "HF032",
            "restrict-nothing",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "a new UNIQUE or CHECK refuses what old code writes",
            "Old code does not know the new constraint and writes rows that violate it: 23505 or " + "23514.",
            "Create a plain index; add the constraint when no old code runs",
            RestrictNothing::judge);

    private RestrictNothing() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof TableChange.CreateIndex index
                && index.definition().unique()
                && !s.isNew(index.table())) {
            return "a unique index refuses rows that old code writes";
        }
        if (s.change() instanceof ObjectChange.Alter alter
                && alter.object().kind() == ObjectKind.TYPE_ATTRIBUTE
                && alter.what().equals("ADD ATTRIBUTE")
                && !s.isNew(alter.object().name())) {
            return "a new attribute of " + s.resolve(alter.object().name())
                    + " refuses the values that old code writes, which have one field too few";
        }
        if (s.domainClause().equals("ADD CONSTRAINT")) {
            return "a constraint of a domain refuses what old code writes to every column of it";
        }
        if (!(s.change() instanceof ConstraintChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        return switch (add.definition().type()) {
            case CHECK -> "a CHECK constraint refuses rows that old code writes";
            case UNIQUE, PRIMARY_KEY, EXCLUSION ->
                "a " + add.definition().type().name().replace('_', ' ')
                        + " constraint refuses rows that old code writes";
            case FOREIGN_KEY, NOT_NULL -> null;
        };
    }
}
