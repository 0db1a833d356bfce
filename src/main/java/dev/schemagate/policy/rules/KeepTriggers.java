package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.TableChange;

/** HF016: What the database did for old code is switched off. */
final class KeepTriggers {
    static final Rule RULE = new Rule(
            "HF016",
            "keep-triggers",
            RuleGroup.DESTRUCTIVE,
            Level.ERROR,
            "what the database did for old code is switched off",
            "Rows are written without what a trigger, a rule or row security would have done.",
            "Leave them on",
            KeepTriggers::judge);

    private KeepTriggers() {}

    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof TableChange.SetProperty set)) {
            return null;
        }
        return switch (set.property()) {
            case DISABLE_TRIGGER -> "DISABLE TRIGGER switches off what the database did for old code";
            case DISABLE_RULE -> "DISABLE RULE switches off what the database did for old code";
            case DISABLE_ROW_SECURITY, NO_FORCE_ROW_SECURITY -> "row security is switched off";
            default -> null;
        };
    }
}
