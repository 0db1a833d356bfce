package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.TableChange;

/** HF023: A migration changes the owned schema only. */
final class MigrationStaysOwned {
    static final Rule RULE = new Rule(
            "HF023",
            "keep-migrations-in-the-owned-schema",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "a migration changes the owned schema only",
            "The foreign schema belongs to another engine, which undoes what it does not know or " + "fails on it.",
            "Write a hotfix for it, additive and idempotent",
            MigrationStaysOwned::judge);

    private MigrationStaysOwned() {}

    private static @Nullable String judge(Subject s) {
        if (s.isHotfix()) {
            return null;
        }
        return Targets.of(s).stream()
                .filter(target -> s.inForeign(target) && !(s.change() instanceof TableChange.Create))
                .findFirst()
                .map(target -> RULE.title() + ", and "
                        + (target.name().equals("*") ? "schema " + target.schema() : target.sql())
                        + " is in the foreign one")
                .orElse(null);
    }
}
