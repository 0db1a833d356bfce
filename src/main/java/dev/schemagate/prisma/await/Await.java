package dev.schemagate.prisma.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;
import dev.schemagate.error.Wording;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.hotfix.Collisions;
import dev.schemagate.hotfix.HotfixException;
import dev.schemagate.policy.rule.Ledgers;
import dev.schemagate.prisma.ForeignLedger;
import dev.schemagate.prisma.PrismaException;
import dev.schemagate.prisma.PrismaLedger;
import dev.schemagate.prisma.PrismaMigrations;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sql.Identifiers;

/**
 * Waits until Prisma, or whoever {@code gate.await.query} asks about, has come to rest, so that hotfixes never race with migrations of
 * the other engine. Reads its ledger and never writes it.
 */
public final class Await implements Step {

    private static final Logger LOG = Logger.getLogger(Await.class);

    /** What a start would end with before it applies anything, however long it waited. */
    private static final Set<ErrorCode> REFUSALS =
            EnumSet.of(ErrorCode.PR003, ErrorCode.PR004, ErrorCode.HF100, ErrorCode.DB006);

    private final GateConfig config;
    private final GateConfig.PrismaWait mode;
    private final Optional<AwaitQuery> query;

    public Await(GateConfig config) {
        this.config = config;
        this.mode = config.prisma()
                .waitFor()
                .orElse(
                        config.prisma().migrations().isPresent()
                                ? GateConfig.PrismaWait.FILES
                                : GateConfig.PrismaWait.LEDGER);
        this.query = config.await().query().map(sql -> new AwaitQuery(sql, config.foreignSchema()));
    }

    @Override
    public String name() {
        return "await";
    }

    @Override
    public String inputs() {
        return config.prisma()
                .migrations()
                .map(folder -> new MountedFolder(Path.of(folder.strip()), true).fingerprint(".sql"))
                .orElse("");
    }

    /** What one look saw. */
    private record Look(ForeignLedger ledger, Rest rest, List<String> waits) {}

    /** Refuses what no time heals before anything is applied, and tells the later steps where the catalog may still change. */
    @Override
    public Prepared prepare(Pass pass) {
        Optional<PrismaMigrations> mounted = mounted();
        Look look = unhindered(pass, mounted);
        if (!look.waits().isEmpty()) {
            pass.othersAreAtWork();
        }
        return () -> run(pass, mounted, look);
    }

    /**
     * What a start would meet now. Changes nothing.
     *
     * @throws DatabaseException where the database cannot be asked
     */
    public AwaitOutlook outlook(Database database) {
        try (Pass pass = Pass.thatLooks(database, config.sequence().deadline())) {
            Optional<PrismaMigrations> mounted = mounted();
            Look look = unhindered(pass, mounted);
            return look.waits().isEmpty()
                    ? new AwaitOutlook(told(pass, mounted, look), false, null)
                    : new AwaitOutlook("a start would wait: " + String.join("; ", look.waits()), true, null);
        } catch (GateException e) {
            if (REFUSALS.contains(e.code())) {
                return AwaitOutlook.refused(e);
            }
            throw e;
        }
    }

    /** @throws HotfixException HF100 where a hotfix and a pending migration add the same */
    private Look unhindered(Pass pass, Optional<PrismaMigrations> mounted) {
        Look look = look(pass, mounted, pass.left(ForeignLedger.class));
        if (!look.rest().pending().isEmpty()) {
            Collisions.refuse(config, mounted.orElseThrow().parsed(look.rest().pending()));
        }
        return look;
    }

    private Optional<PrismaMigrations> mounted() {
        return mode == GateConfig.PrismaWait.OFF
                ? Optional.empty()
                : config.prisma().migrations().map(PrismaMigrations::read);
    }

    private StepResult run(Pass pass, Optional<PrismaMigrations> mounted, Look first) throws InterruptedException {
        Look look = first;
        String shown = "";
        for (int tries = 0; !look.waits().isEmpty(); tries++) {
            String waits = String.join("; ", look.waits());
            if (!waits.equals(shown)) {
                LOG.infof("waiting for the other engine reason=\"%s\"", waits);
                shown = waits;
            }
            pass.waitsFor(waits);
            if (!pass.pause(tries)) {
                throw new PrismaException(
                        ErrorCode.PR002, Retry.TRANSIENT, "the other engine is not at rest: " + waits);
            }
            look = look(pass, mounted, Optional.empty());
        }
        String found = told(pass, mounted, look);
        if (!look.rest().marked().isEmpty()) {
            LOG.warnf("await finding=\"%s\"", found);
        }
        return first.waits().isEmpty() ? StepResult.nothingToDo(found) : StepResult.done("waited; " + found);
    }

    /** @param known what an earlier step saw of the ledger in this pass */
    private Look look(Pass pass, Optional<PrismaMigrations> mounted, Optional<ForeignLedger> known) {
        try {
            Connection session = pass.session();
            List<String> waits = new ArrayList<>();
            ForeignLedger ledger = ForeignLedger.ABSENT;
            Rest rest = Rest.NO_LEDGER;
            if (mode != GateConfig.PrismaWait.OFF) {
                ledger = known.isPresent() ? known.get() : PrismaLedger.presence(session, config.foreignSchema());
                rest = rest(session, ledger, mounted);
                waits.addAll(rest.waits());
            }
            if (query.isPresent()) {
                long timeout = Math.min(
                        pass.statementTimeout(),
                        config.hotfix().statementTimeout().toMillis());
                query.get().look(session, timeout).ifPresent(waits::add);
            }
            return new Look(ledger, rest, waits);
        } catch (SQLException e) {
            throw DatabaseException.during("looking whether the other engine is at rest", e);
        }
    }

    private Rest rest(Connection session, ForeignLedger ledger, Optional<PrismaMigrations> mounted)
            throws SQLException {
        Set<String> names = mode == GateConfig.PrismaWait.FILES
                ? mounted.map(m -> m.files().keySet()).orElse(Set.of())
                : Set.of();
        boolean asked = config.prisma().waitFor().isPresent()
                || config.prisma().migrations().isPresent();
        String table = Identifiers.quote(config.foreignSchema()) + "." + Ledgers.PRISMA;
        return switch (ledger) {
            case ABSENT ->
                asked
                        ? new Rest(List.of("Prisma has not begun: there is no " + table), List.copyOf(names), List.of())
                        : Rest.NO_LEDGER;
            case UNREADABLE -> {
                if (asked) {
                    throw PrismaLedger.unreadable(session, config.foreignSchema(), " or set gate.prisma.wait=off");
                }
                yield Rest.NO_LEDGER;
            }
            case READABLE -> Rest.of(PrismaLedger.read(session, config.foreignSchema(), !names.isEmpty()), names);
        };
    }

    /** What a person ought to know of a ledger at rest. */
    private String told(Pass pass, Optional<PrismaMigrations> mounted, Look look) {
        if (mode == GateConfig.PrismaWait.OFF || look.ledger() == ForeignLedger.ABSENT) {
            return query.isPresent() ? "gate.await.query answers true" : "no ledger of Prisma's to wait for";
        }
        if (look.ledger() == ForeignLedger.UNREADABLE) {
            return "the gate may not read Prisma's ledger; GRANT SELECT ON " + Ledgers.PRISMA + " makes it wait";
        }
        List<String> marked = look.rest().marked();
        String found = "Prisma is at rest";
        if (!marked.isEmpty()) {
            found += "; " + Wording.counted(marked.size(), "migration is", "migrations are")
                    + " marked as applied and never ran: " + Rest.some(marked);
            List<String> missing = mounted.map(m -> missing(pass, m, marked)).orElse(List.of());
            if (!missing.isEmpty()) {
                found += "; missing of what they should have made: " + Rest.some(missing);
            }
        }
        return found;
    }

    private List<String> missing(Pass pass, PrismaMigrations mounted, List<String> marked) {
        try {
            return Traces.missing(pass.session(), config.foreignSchema(), mounted, marked);
        } catch (SQLException e) {
            throw DatabaseException.during("looking for what Prisma's migrations made", e);
        }
    }
}
