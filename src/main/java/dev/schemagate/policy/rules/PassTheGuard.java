package dev.schemagate.policy.rules;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.ownership.guard.Deed;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnType;

/** HF090: A guard refuses this part of a Prisma migration. */
final class PassTheGuard {
    static final Rule RULE = new Rule(
            "HF090",
            "pass-the-guard",
            RuleGroup.GUARD,
            Level.WARNING,
            "a guarded database refuses this until a pass allows it",
            "The migration fails half-way in the deploy, its row in _prisma_migrations stays unfinished, and from then on Prisma"
                    + " refuses to run anything (P3009).",
            "Where the guard is installed write the passes before the deploy: schema-gate guard allow --migrations FOLDER"
                    + " --ticket TICKET",
            PassTheGuard::judge);

    private PassTheGuard() {}

    private static @Nullable String judge(Subject s) {
        Optional<Deed> deed = Deed.of(s.change(), s.names())
                .filter(Deed::isMindedInForeign)
                .filter(minded -> !s.isNew(minded.owner()));
        Optional<ColumnType> old =
                deed.flatMap(minded -> s.before().type(minded.owner(), String.valueOf(minded.part())));
        if (s.change() instanceof ColumnChange.Retype retype && old.isPresent()) {
            return deed.flatMap(minded -> minded.knowing(old.get(), retype))
                    .map(PassTheGuard::message)
                    .orElse(null);
        }
        return deed.map(minded -> message(minded)
                        + (minded.name().equals("retype")
                                ? ", unless the new type holds every value of the old one"
                                : ""))
                .orElse(null);
    }

    private static String message(Deed deed) {
        return "a guard refuses the " + deed.describe();
    }
}
