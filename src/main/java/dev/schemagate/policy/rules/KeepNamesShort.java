package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.SqlText;

/** HF053: A name of more than 63 bytes is cut off. */
final class KeepNamesShort {
    static final Rule RULE = new Rule(
            "HF053",
            "keep-names-short",
            RuleGroup.FORM,
            Level.ERROR,
            "a name of more than 63 bytes is cut off",
            "PostgreSQL cuts it without an error; the second statement with the same beginning then "
                    + "finds it taken.",
            "Choose a name of at most 63 bytes",
            KeepNamesShort::judge);

    private static final int SHOWN = 40;

    private KeepNamesShort() {}

    private static @Nullable String judge(Subject s) {
        if (s.statement().effects().get(0) != s.effect()) {
            return null;
        }
        return SqlText.names(s.statement().text()).stream()
                .filter(name -> !Identifiers.fits(name))
                .findFirst()
                .map(name -> "the name " + beginning(name) + "... has more than 63 bytes and is cut off")
                .orElse(null);
    }

    private static String beginning(String name) {
        return name.substring(0, name.offsetByCodePoints(0, Math.min(SHOWN, name.codePointCount(0, name.length()))));
    }
}
