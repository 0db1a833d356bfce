package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;

/** HF055: GRANT, REVOKE and owners are not part of a schema change. */
final class LeavePrivilegesOut {
    static final Rule RULE = new Rule(
            "HF055",
            "leave-privileges-out",
            RuleGroup.FORM,
            Level.ERROR,
            "GRANT, REVOKE and owners are not part of a schema change",
            "Who may do what is decided where roles are managed; a file that runs at every start " + "would undo that.",
            "Grant where the roles are made; in a migration acknowledge it",
            LeavePrivilegesOut::judge);

    private LeavePrivilegesOut() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof ObjectChange.Privileges privileges) {
            return (privileges.grant() ? "GRANT " : "REVOKE ") + privileges.privileges()
                    + " is not part of a schema change";
        }
        return s.change() instanceof ObjectChange.ChangeOwner owner
                ? "OWNER TO " + QualifiedName.quote(owner.owner()) + " decides who may change the object"
                : null;
    }
}
