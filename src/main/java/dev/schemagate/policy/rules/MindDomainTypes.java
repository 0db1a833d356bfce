package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.BuiltIns;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.TypeRef;

/** HF047: A column of a type that PostgreSQL did not bring may rewrite the table. */
final class MindDomainTypes {
    static final Rule RULE = new Rule(
            "HF047",
            "mind-domain-types",
            RuleGroup.LOCKS,
            Level.WARNING,
            "a column of a type that is not built in",
            "For an enum nothing is wrong. A domain with a constraint rewrites the table under an ACCESS EXCLUSIVE"
                    + " lock, and a file cannot tell which it is.",
            "Make sure that it is an enum, or use the domain's base type",
            MindDomainTypes::judge);

    private MindDomainTypes() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof ColumnChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        TypeRef type = add.definition().type();
        return type.isSerial() || BuiltIns.type(type.name())
                ? null
                : "type " + type.text()
                        + " is not built in: if it is a domain with a constraint, the table is rewritten";
    }
}
