package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.Transaction;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.pod.PodIdentity;

/** One try of one statement, in a transaction of its own that is rolled back unless it proves to do what was predicted. */
final class TransactionalReplay {

    private static final Logger LOG = Logger.getLogger(TransactionalReplay.class);

    /** How many surprises a message tells. */
    private static final int TOLD = 10;

    private final GateConfig config;
    private final HotfixCounters counters;
    private final Ledger ledger;

    TransactionalReplay(GateConfig config, HotfixCounters counters) {
        this.config = config;
        this.counters = counters;
        this.ledger = new Ledger(config.schema(), PodIdentity.of(config).pod());
    }

    /** @throws HotfixException HF201 where something else happened than was predicted */
    void run(Connection session, Hotfix hotfix, StatementPlan seen, Duration waited) throws SQLException {
        Timing timing = Transaction.commit(session, () -> apply(session, hotfix, seen, waited));
        if (timing != null) {
            long held = System.nanoTime() - timing.ended();
            counters.held(held);
            counters.applied.increment();
            Database.execute(session, Database.FRESH);
            LOG.infof(
                    "hotfix applied place=%s ms=%d proof_ms=%d waited_ms=%d",
                    hotfix.place(), timing.took().toMillis(), held / 1_000_000, waited.toMillis());
        }
    }

    /** When the statement began and ended, in {@link System#nanoTime}. */
    private record Timing(long began, long ended) {

        Duration took() {
            return Duration.ofNanos(ended - began);
        }
    }

    /** Null where nothing was left to do. */
    private @Nullable Timing apply(Connection session, Hotfix hotfix, StatementPlan seen, Duration waited)
            throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            if (!PrismaLock.tryTake(session)) {
                throw new Replay.PrismaAtWork();
            }
            Proof proof = Proof.begin(session, config, seen);
            StatementPlan plan = proof.plan();
            if (plan.outcome() == Outcome.SATISFIED) {
                return null;
            }
            if (plan.outcome() == Outcome.CONFLICT) {
                throw HotfixException.permanent(ErrorCode.HF101, hotfix.place() + ": " + plan.reason());
            }
            statement.execute(PlanTransaction.searchPath(PlanTransaction.forHotfixes(config)) + "; "
                    + ActingRole.become(seen.role(config.hotfix().role()), true));
            statement.setEscapeProcessing(false);
            long began = System.nanoTime();
            statement.execute(hotfix.sql());
            Timing timing = new Timing(began, System.nanoTime());
            // Before the proof, so that nothing but the commit comes after it.
            ledger.record(session, hotfix, waited, timing.took());
            prove(hotfix, proof);
            return timing;
        }
    }

    private static void prove(Hotfix hotfix, Proof proof) throws SQLException {
        List<String> surprises = proof.surprises();
        if (!surprises.isEmpty()) {
            throw HotfixException.permanent(
                    ErrorCode.HF201,
                    hotfix.place() + ": rolled back: it made changes that the plan did not predict: "
                            + surprises.stream().limit(TOLD).collect(Collectors.joining("; "))
                            + (surprises.size() > TOLD ? "; and " + (surprises.size() - TOLD) + " more" : ""));
        }
    }
}
