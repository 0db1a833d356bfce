package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;

/** HF057: CREATE EXTENSION needs a superuser and creates objects of its own. */
final class LeaveExtensionsOut {
    static final Rule RULE = new Rule(
            "HF057",
            "leave-extensions-out",
            RuleGroup.FORM,
            Level.ERROR,
            "CREATE EXTENSION needs a superuser and creates objects of its own",
            "An extension brings functions and types into a schema, and its version is decided on the " + "server.",
            "Install it where the database is provisioned",
            LeaveExtensionsOut::judge);

    private LeaveExtensionsOut() {}

    private static @Nullable String judge(Subject s) {
        return s.change() instanceof ObjectChange.Create create
                        && create.object().kind() == ObjectKind.EXTENSION
                ? "CREATE EXTENSION "
                        + QualifiedName.quote(create.object().name().name())
                        + " creates objects of its own and needs a superuser"
                : null;
    }
}
