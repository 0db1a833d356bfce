package dev.schemagate.policy.rules;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;

/** HF060: A pending Prisma migration will add the same. */
final class NoCollision {
    static final Rule RULE = new Rule(
            "HF060",
            "leave-pending-changes-to-prisma",
            RuleGroup.COLLISION,
            Level.ERROR,
            "a pending Prisma migration will add the same",
            "That migration is not idempotent: it fails with \"already exists\", LiteLLM marks it as "
                    + "applied, and the rest of it is never made.",
            "Wait for the migration, or deploy it now; if you must be first, run all of it and " + "resolve it by hand",
            NoCollision::judge);

    private NoCollision() {}

    private static @Nullable String judge(Subject s) {
        Optional<Addition> added = Addition.of(s.change(), s.names());
        return added.flatMap(addition -> Addition.pending(s.pending(), s.names(), addition))
                .map(migration -> "the pending Prisma migration " + migration + " will add "
                        + added.orElseThrow().label() + " and fail")
                .orElse(null);
    }
}
