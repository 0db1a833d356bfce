package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;

/** HF024: A migration uses what the other engine may change or drop. */
final class MindTheOtherEngine {
    static final Rule RULE = new Rule(
            "HF024",
            "mind-the-other-engine",
            RuleGroup.OWNERSHIP,
            Level.WARNING,
            "a migration uses what belongs to another engine",
            "The other engine does not know of it: a view on its table keeps it from changing the column's type, and what it"
                    + " drops or renames takes ours along or breaks it.",
            "Keep a copy in the owned schema, or make sure that both engines' migrations can live with it",
            MindTheOtherEngine::judge);

    private MindTheOtherEngine() {}

    /** Once for a statement, and not where it is refused for it anyway. */
    private static @Nullable String judge(Subject s) {
        boolean refused = s.statement().effects().stream()
                .map(s::with)
                .anyMatch(other -> KeepMigrationsInTheOwnedSchema.touched(other).isPresent()
                        || Targets.of(other).stream().anyMatch(s::inForeign));
        if (s.isHotfix() || refused || s.statement().effects().get(0) != s.effect()) {
            return null;
        }
        return s.statement().mentions().stream()
                .filter(name -> s.context().foreignSchema().equals(name.schema()))
                .filter(name -> !s.isLedger(name))
                .findFirst()
                .map(name -> "uses " + name + ", which another engine may change or drop")
                .orElse(null);
    }
}
