package dev.schemagate.policy.rules;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.RelationUse;

/** HF021: The ledger of a migration engine is that engine's alone. */
final class LeaveLedgersAlone {
    static final Rule RULE = new Rule(
            "HF021",
            "leave-ledgers-alone",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "the ledger of a migration engine is changed",
            "Prisma, Flyway and Alembic believe their ledgers and never look at the catalog: a changed row makes them skip"
                    + " or repeat migrations.",
            "Use the engine's own command, by hand: prisma migrate resolve, flyway repair, alembic stamp",
            LeaveLedgersAlone::judge);

    private LeaveLedgersAlone() {}

    private static @Nullable String judge(Subject s) {
        return Stream.concat(
                        Targets.of(s).stream(),
                        s.effect().relations().stream()
                                .filter(use -> use.lock().compareTo(LockMode.ACCESS_SHARE) > 0)
                                .map(RelationUse::relation))
                .filter(s::isLedger)
                .findFirst()
                .map(ledger -> ledger.name() + " is the ledger of a migration engine and nobody else's to change")
                .orElse(null);
    }
}
