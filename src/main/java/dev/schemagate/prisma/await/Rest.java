package dev.schemagate.prisma.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.error.Wording;
import dev.schemagate.prisma.PrismaException;
import dev.schemagate.prisma.PrismaLedger;

/**
 * Whether Prisma is at rest.
 *
 * @param waits what there is to wait for, a clause each, with who and since when
 * @param pending mounted migrations that are not applied
 * @param marked migrations that are marked as applied and never ran
 */
record Rest(List<String> waits, List<String> pending, List<String> marked) {

    /** How old an unfinished migration must be that nobody seems to run: Prisma can be told to take no lock. */
    private static final long INTERRUPTED_AFTER_SECONDS = 60;

    static final Rest NO_LEDGER = new Rest(List.of(), List.of(), List.of());

    /** @throws PrismaException PR003 where a migration failed or was interrupted: no time heals that */
    static Rest of(PrismaLedger ledger, Set<String> mounted) {
        List<String> waits = new ArrayList<>();
        for (PrismaLedger.Row row : ledger.rows()) {
            if (row.isOpen()) {
                waits.add(running(row, ledger));
            }
        }
        if (waits.isEmpty() && ledger.holder() != null) {
            waits.add(ledger.holder() + " holds Prisma's migration lock " + PrismaLedger.LOCK);
        }
        List<String> pending =
                mounted.stream().filter(name -> !ledger.isApplied(name)).toList();
        if (!pending.isEmpty()) {
            waits.add(Wording.counted(pending.size(), "mounted migration is", "mounted migrations are")
                    + " not applied yet: " + some(pending));
        }
        return new Rest(waits, pending, ledger.marked());
    }

    /** The first three names. */
    static String some(List<String> names) {
        return Wording.some(names, 3);
    }

    private static String running(PrismaLedger.Row row, PrismaLedger ledger) {
        String holder = ledger.holder();
        boolean failed = !row.sqlState().isEmpty();
        if (failed || holder == null && row.age() > INTERRUPTED_AFTER_SECONDS) {
            String how = failed
                    ? "failed" + (row.sqlState().equals("?") ? "" : " with SQLSTATE " + row.sqlState())
                    : "began and never ended, and nobody holds Prisma's lock";
            throw new PrismaException(
                    ErrorCode.PR003,
                    Retry.PERMANENT,
                    "Prisma's migration " + row.name() + " " + how + " (started " + row.since()
                            + "), and Prisma runs nothing until that is settled (P3009): mend what stopped it, run"
                            + " prisma migrate resolve --rolled-back \"" + row.name() + "\" and deploy again;"
                            + " or bring the rest of it about by hand and run prisma migrate resolve --applied \""
                            + row.name() + "\"");
        }
        return "migration " + row.name() + " runs since " + row.since() + (holder == null ? "" : ", by " + holder);
    }
}
