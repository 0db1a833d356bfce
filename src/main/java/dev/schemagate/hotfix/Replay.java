package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.RetryBudget;

/** Runs one hotfix statement until it is done, giving way to others within the lock budget. */
final class Replay {

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
     * @param patience for how long it is tried again
     * @throws HotfixException HF201, HF202, HF204 or HF205, naming the place
     */
    void run(Pass pass, Hotfix hotfix, StatementPlan seen, Duration patience) throws InterruptedException {
        Connection session = pass.session();
        StatementPlan plan = seen;
        RetryBudget budget = new RetryBudget(pass, patience, "gate.hotfix.lock-budget");
        int nothing = 0;
        while (true) {
            long attempt = System.nanoTime();
            try {
                if (plan.outcome() == Outcome.BROKEN) {
                    InvalidIndex.dropLeft(session, config, hotfix, plan);
                    plan = PlanTransaction.plan(session, config, List.of(hotfix.statement()))
                            .get(0);
                }
                if (plan.outcome() != Outcome.SATISFIED && plan.statement().alone()) {
                    alone.run(pass, hotfix, plan, budget.waited());
                    counters.applied.increment();
                } else if (plan.outcome() != Outcome.SATISFIED) {
                    inTransaction.run(session, hotfix, plan, budget.waited());
                }
                pass.waitsFor("");
                return;
            } catch (Proof.NothingHappened e) {
                if (++nothing == NOTHING_HAPPENED) {
                    throw HotfixException.permanent(
                            ErrorCode.HF201,
                            hotfix.place() + ": it ran but changed nothing, although " + e.getMessage()
                                    + "; check the condition around it");
                }
                Thread.sleep(Backoff.FAST.delay(nothing, random).toMillis());
            } catch (SQLException e) {
                String blockers = tryAgain(pass, hotfix, plan, e, attempt);
                if (!budget.allowsAnother(hotfix.place(), blockers)) {
                    throw new HotfixException(
                            ErrorCode.HF204,
                            Retry.TRANSIENT,
                            hotfix.place() + ": " + budget.why() + "; in the way: " + blockers,
                            e);
                }
            }
        }
    }

    /** Who is in the way, where another try may help. */
    private String tryAgain(Pass pass, Hotfix hotfix, StatementPlan plan, SQLException e, long attempt)
            throws InterruptedException {
        Connection session = pass.session();
        String state = SqlState.of(e);
        if (SqlState.isNoService(state)) {
            throw DatabaseException.during(hotfix.place(), e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (state.equals(SqlState.QUERY_CANCELED)) {
            throw cancelled(pass, hotfix, e, Duration.ofNanos(System.nanoTime() - attempt));
        }
        boolean prisma = e instanceof PrismaAtWork;
        boolean lock = prisma || state.equals(SqlState.LOCK_NOT_AVAILABLE);
        if (!lock && !state.equals("40P01") && !state.equals("40001") && !DatabaseException.isCatalogRace(e)) {
            throw ServerRefusal.of(session, config, hotfix, plan, e);
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

    /**
     * Who cancelled it. The server has one SQLSTATE for all, and the text is in its language: what took as long as it may was cut
     * by our own limit and would take as long again, under the same lock.
     */
    private HotfixException cancelled(Pass pass, Hotfix hotfix, SQLException e, Duration took) {
        Duration limit = config.hotfix().statementTimeout();
        if (pass.isLate()) {
            return new HotfixException(
                    ErrorCode.HF204, Retry.TRANSIENT, hotfix.place() + ": not done by gate.sequence.deadline", e);
        }
        if (!limit.isZero() && took.compareTo(limit) >= 0) {
            return new HotfixException(
                    ErrorCode.HF205,
                    Retry.PERMANENT,
                    hotfix.place() + ": rolled back after " + limit.toMillis()
                            + " ms (gate.hotfix.statement-timeout), for which it kept its table locked; it is not tried again at once",
                    e);
        }
        return new HotfixException(
                ErrorCode.HF202,
                Retry.TRANSIENT,
                hotfix.place() + ": somebody cancelled it, and it was rolled back",
                e);
    }

    /** Prisma's engine holds its migration lock. */
    static final class PrismaAtWork extends SQLException {
        private static final long serialVersionUID = 1L;

        PrismaAtWork() {
            super("Prisma's migration lock " + PrismaLock.KEY + " is held", SqlState.LOCK_NOT_AVAILABLE);
        }
    }
}
