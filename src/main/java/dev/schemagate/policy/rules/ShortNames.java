package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;

/** HF053: A name of more than 63 bytes is cut off. */
final class ShortNames {
    static final Rule RULE = new Rule(
            "HF053",
            "keep-names-short",
            RuleGroup.FORM,
            Level.ERROR,
            "a name of more than 63 bytes is cut off",
            "PostgreSQL cuts it without an error; the second statement with the same beginning then "
                    + "finds it taken.",
            "Choose a name of at most 63 bytes",
            ShortNames::judge);

    private ShortNames() {}

    private static @Nullable String judge(Subject s) {
        if (s.statement().effects().get(0) != s.effect()) {
            return null;
        }
        String cut = LongNames.firstIn(s.statement());
        return cut == null ? null : "the name " + cut + "... has more than 63 bytes and is cut off";
    }
}
