package dev.schemagate.policy.rules;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.SessionChange;

/** HF054: SET changes the session of the gate. */
final class LeaveSettingsToTheGate {
    static final Rule RULE = new Rule(
            "HF054",
            "leave-settings-to-the-gate",
            RuleGroup.FORM,
            Level.ERROR,
            "SET changes the session of the gate",
            "search_path and role decide what later statements mean, lock_timeout how long traffic "
                    + "may wait: the gate sets them.",
            "Write the schema with the name; use gate.hotfix.role for the role",
            LeaveSettingsToTheGate::judge);

    /** Settings that change what statements mean or whom they bind. */
    private static final Set<String> MEANING = Set.of(
            "search_path",
            "role",
            "session_authorization",
            "session_replication_role",
            "all",
            "lock_timeout",
            "check_function_bodies",
            "row_security",
            "event_triggers",
            "standard_conforming_strings",
            "backslash_quote",
            "client_encoding",
            "transform_null_equals");

    /** What the head of a dump says, and the gate has set already. */
    private static final Map<String, String> AS_IT_IS =
            Map.of("standard_conforming_strings", "on", "client_encoding", "UTF8");

    private LeaveSettingsToTheGate() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof SessionChange.Setting set && (s.isHotfix() || changesMeaning(set))) {
            return "SET " + set.name() + " changes the session of the gate";
        }
        return s.change() instanceof SessionChange.Command command && s.isHotfix()
                ? command.command() + " concerns the session of the gate"
                : null;
    }

    private static boolean changesMeaning(SessionChange.Setting set) {
        return MEANING.contains(set.name())
                && (set.value() == null || !set.value().equals(AS_IT_IS.get(set.name())));
    }
}
