package dev.schemagate.policy.rules;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.RowChange;

/** HF060: A pending Prisma migration will add the same. */
final class LeavePendingChangesToPrisma {
    static final Rule RULE = new Rule(
            "HF060",
            "leave-pending-changes-to-prisma",
            RuleGroup.COLLISION,
            Level.ERROR,
            "a pending Prisma migration will add the same",
            "That migration is not idempotent: it fails with \"already exists\", LiteLLM marks it as "
                    + "applied, and the rest of it is never made.",
            "Wait for the migration, or deploy it now; if you must be first, run all of it and " + "resolve it by hand",
            LeavePendingChangesToPrisma::judge);

    private LeavePendingChangesToPrisma() {}

    private static @Nullable String judge(Subject s) {
        return Addition.of(s.change(), s.names())
                .flatMap(added -> Addition.pending(s.pending(), s.names(), added)
                        .map(migration -> "the pending Prisma migration " + migration + " will add " + added.label()
                                + " and fail"))
                .or(() -> renamed(s))
                .orElse(null);
    }

    /** What is done to a table that is called so only later is done to another one now, or fails. */
    private static Optional<String> renamed(Subject s) {
        return s.change() instanceof RowChange
                ? Optional.empty()
                : Targets.of(s).stream()
                        .flatMap(table -> Addition.renamed(s.pending(), s.names(), table).stream()
                                .map(migration -> "the pending Prisma migration " + migration
                                        + " will give another relation the name " + table.sql()))
                        .findFirst();
    }
}
