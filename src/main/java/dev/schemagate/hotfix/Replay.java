package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.plan.Verdict;
import dev.schemagate.sequence.Pass;

/** Runs one hotfix statement until it is done, giving way to others within the lock budget. */
final class Replay {

    private static final Logger LOG = Logger.getLogger(Replay.class);

    /** How often a statement may run and change nothing before it is its own fault. */
    private static final int NOTHING_HAPPENED = 3;

    private final GateConfig config;
    private final RandomGenerator random;
    private final HotfixCounters counters;
    private final TransactionalReplay inTransaction;
    private final ReplayAlone alone;

    Replay(GateConfig config, RandomGenerator random, HotfixCounters counters) {
        this.config = config;
        this.random = random;
        this.counters = counters;
        this.inTransaction = new TransactionalReplay(config, counters);
        this.alone = new ReplayAlone(config);
    }

    /**
     * @param seen the plan of this statement, as it was made last
     * @throws HotfixException HF201, HF202 or HF204, naming the place
     */
    void run(Pass pass, Hotfix hotfix, StatementPlan seen) throws InterruptedException {
        Connection session = pass.session();
        StatementPlan plan = seen;
        long begin = System.nanoTime();
        int nothing = 0;
        for (int tries = 0; ; tries++) {
            long attempt = System.nanoTime();
            try {
                Duration waited = Duration.ofNanos(attempt - begin);
                if (plan.verdict() == Verdict.BROKEN) {
                    InvalidIndex.drop(session, config, hotfix, plan);
                    plan = PlanTransaction.plan(session, config, List.of(hotfix.statement()))
                            .get(0);
                }
                if (plan.verdict() != Verdict.SATISFIED && plan.statement().alone()) {
                    alone.run(pass, hotfix, plan, waited);
                    counters.applied.increment();
                } else if (plan.verdict() != Verdict.SATISFIED) {
                    inTransaction.run(session, hotfix, plan, waited);
                }
                pass.waitsFor("");
                return;
            } catch (Proof.NothingHappened e) {
                if (++nothing == NOTHING_HAPPENED) {
                    throw HotfixException.permanent(
                            ErrorCode.HF201,
                            hotfix.place() + ": it ran and changed nothing, although " + e.getMessage()
                                    + "; its condition looks at something else");
                }
            } catch (SQLException e) {
                String blockers = tryAgain(session, hotfix, plan, e, attempt);
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                Duration budget = config.hotfix().lockBudget();
                if (waited.compareTo(budget) > 0) {
                    throw new HotfixException(
                            ErrorCode.HF204,
                            Retry.TRANSIENT,
                            hotfix.place() + ": no lock within "
                                    + budget.toSeconds() + " s (gate.hotfix.lock-budget); in the way: "
                                    + blockers,
                            e);
                }
                pass.waitsFor(hotfix.place() + " waits for " + blockers);
                LOG.warnf(
                        "no lock, will try again place=%s tries=%d waited_ms=%d blocked_by=\"%s\"",
                        hotfix.place(), tries + 1, waited.toMillis(), blockers);
            }
            Thread.sleep(Backoff.FAST.delay(tries, random).toMillis());
        }
    }

    /** Who is in the way, where another try may help. */
    private String tryAgain(Connection session, Hotfix hotfix, StatementPlan plan, SQLException e, long attempt)
            throws InterruptedException {
        String state = SqlState.of(e);
        if (SqlState.isNoService(state)) {
            throw DatabaseException.during(hotfix.place(), e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean prisma = e instanceof PrismaAtWork;
        boolean lock = prisma || state.equals(SqlState.LOCK_NOT_AVAILABLE);
        if (!lock && !state.equals("40P01") && !state.equals("40001") && !isCatalogRace(e)) {
            throw Refusals.of(session, hotfix, plan, e);
        }
        if (lock) {
            counters.lockTimeouts.increment();
            counters.waited(System.nanoTime() - attempt);
        }
        try {
            boolean readersToo = plan.locks().stream().anyMatch(l -> l.lock().blocksReads());
            return prisma
                    ? Blockers.onAdvisoryLock(session, PrismaLock.KEY)
                    : Blockers.onTables(session, plan.relations(), readersToo);
        } catch (SQLException cannotLook) {
            e.addSuppressed(cannotLook);
            return "unknown";
        }
    }

    /** Another session changed the same catalog row; PostgreSQL has no code of its own for that. */
    private static boolean isCatalogRace(SQLException e) {
        return SqlState.of(e).equals("XX000") && DatabaseException.text(e).contains("concurrently updated");
    }

    /** Prisma's engine holds its migration lock. */
    static final class PrismaAtWork extends SQLException {
        private static final long serialVersionUID = 1L;

        PrismaAtWork() {
            super("Prisma's migration lock " + PrismaLock.KEY + " is held", SqlState.LOCK_NOT_AVAILABLE);
        }
    }
}
