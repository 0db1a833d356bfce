package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;

/** HF072: Not known to be additive and idempotent. */
final class AddOnly {
    static final Rule RULE = new Rule(
            "HF072",
            "add-only",
            RuleGroup.UNKNOWN,
            Level.ERROR,
            "not known to be additive and idempotent",
            "A hotfix runs unattended at every start. What is not known to be harmless is refused.",
            "Do it in a migration of the owned schema, or by hand",
            AddOnly::judge);

    private AddOnly() {}

    private static @Nullable String judge(Subject s) {
        return s.isHotfix() && s.runsNow() && !Additive.allows(s)
                ? "not known to be additive and idempotent: " + Describe.change(s.change())
                : null;
    }
}
