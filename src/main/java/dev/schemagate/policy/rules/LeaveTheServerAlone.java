package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;

/** HF056: The server is set up elsewhere. */
final class LeaveTheServerAlone {
    static final Rule RULE = new Rule(
            "HF056",
            "leave-the-server-alone",
            RuleGroup.FORM,
            Level.ERROR,
            "the server is set up elsewhere",
            "ALTER SYSTEM and settings of roles and databases concern every other application on the " + "server.",
            "Configure the server where it is deployed",
            LeaveTheServerAlone::judge);

    private LeaveTheServerAlone() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof SessionChange.ServerSetting set) {
            return "a setting of " + set.scope() + " (" + set.name() + ") concerns everybody on the server";
        }
        return s.change() instanceof RowChange.Copy copy && copy.serverSide()
                ? "COPY with a file or program of the server"
                : null;
    }
}
