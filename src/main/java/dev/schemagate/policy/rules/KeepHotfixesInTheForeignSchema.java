package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RelationUse;

/** HF022: A hotfix patches the foreign schema only. */
final class KeepHotfixesInTheForeignSchema {
    static final Rule RULE = new Rule(
            "HF022",
            "keep-hotfixes-in-the-foreign-schema",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "a hotfix patches the foreign schema only",
            "The owned schema is brought to head by its engine, in order and once; other schemas are " + "nobody's.",
            "Write a migration for it",
            KeepHotfixesInTheForeignSchema::judge);

    private KeepHotfixesInTheForeignSchema() {}

    private static @Nullable String judge(Subject s) {
        if (!s.isHotfix()) {
            return null;
        }
        for (QualifiedName target : Targets.of(s)) {
            if (!s.inForeign(target)) {
                return RULE.title() + ", and " + where(target) + " is outside it";
            }
        }
        for (RelationUse use : s.effect().relations()) {
            boolean reads = use.lock().compareTo(LockMode.ACCESS_SHARE) <= 0;
            if (!s.inForeign(use.relation()) && !(reads && Catalogs.is(s.schemaOf(use.relation())))) {
                return RULE.title() + ", and " + where(s.resolve(use.relation())) + " is outside it";
            }
        }
        return null;
    }

    private static String where(QualifiedName target) {
        return target.name().equals("*") ? "schema " + target.schema() : target.sql();
    }
}
