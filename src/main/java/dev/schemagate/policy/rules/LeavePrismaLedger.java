package dev.schemagate.policy.rules;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.LockMode;
import dev.schemagate.sql.QualifiedName;

/** HF021: _prisma_migrations is Prisma's ledger. */
final class LeavePrismaLedger {
    static final Rule RULE = new Rule(
            "HF021",
            "leave-prisma-ledger-alone",
            RuleGroup.OWNERSHIP,
            Level.ERROR,
            "_prisma_migrations is Prisma's ledger",
            "Prisma believes its ledger and never looks at the catalog: a changed row makes it skip "
                    + "or repeat migrations.",
            "Use prisma migrate resolve, by hand",
            LeavePrismaLedger::judge);

    private LeavePrismaLedger() {}

    private static @Nullable String judge(Subject s) {
        boolean touched = Stream.concat(
                        Targets.of(s).stream().map(QualifiedName::name),
                        s.effect().relations().stream()
                                .filter(use -> use.lock().compareTo(LockMode.ACCESS_SHARE) > 0)
                                .map(use -> use.relation().name()))
                .anyMatch("_prisma_migrations"::equals);
        return touched ? RULE.title() + " and nobody else's to change" : null;
    }
}
