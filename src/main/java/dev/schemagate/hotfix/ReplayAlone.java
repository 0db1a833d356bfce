package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.SqlState;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.BlockerMonitor;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.sequence.Pass;

/**
 * Statements that PostgreSQL refuses in a transaction, concurrent index builds above all. They wait for other transactions
 * and not for a lock, so no short lock_timeout: it would leave an INVALID index. Only the deadline of the
 * sequence ends them. What they did is looked at afterwards, and an index that did not become valid is taken away again.
 */
final class ReplayAlone {

    private static final Logger LOG = Logger.getLogger(ReplayAlone.class);

    private final GateConfig config;
    private final Ledger ledger;

    ReplayAlone(GateConfig config) {
        this.config = config;
        this.ledger = new Ledger(config.schema(), PodIdentity.of(config).pod());
    }

    void run(Pass pass, Hotfix hotfix, StatementPlan plan, Duration waited) throws SQLException {
        Connection session = pass.session();
        if (PrismaLock.isHeld(session)) {
            throw new Replay.PrismaAtWork();
        }
        long began = System.nanoTime();
        build(pass, hotfix, plan);
        StatementPlan after = PlanTransaction.plan(session, config, List.of(hotfix.statement()))
                .get(0);
        if (after.outcome() != Outcome.SATISFIED && after.outcome() != Outcome.UNKNOWN) {
            throw HotfixException.permanent(
                    after.outcome() == Outcome.BROKEN ? ErrorCode.HF102 : ErrorCode.HF201,
                    hotfix.place() + ": it ran, and afterwards " + after.reason());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        ledger.record(session, hotfix, waited, took);
        LOG.infof("hotfix applied place=%s ms=%d waited_ms=%d", hotfix.place(), took.toMillis(), waited.toMillis());
    }

    private void build(Pass pass, Hotfix hotfix, StatementPlan plan) throws SQLException {
        try (BlockerMonitor monitor = BlockerMonitor.over(pass, pass.session(), hotfix.place());
                Statement statement = pass.session().createStatement()) {
            statement.execute("SET search_path = " + PlanTransaction.forHotfixes(config)
                    + "; SET lock_timeout = 0; SET statement_timeout = " + pass.statementTimeout() + "; "
                    + ActingRole.become(plan.role(config.hotfix().role()), false));
            try {
                statement.setEscapeProcessing(false);
                pass.givingWay(() -> statement.execute(hotfix.sql()));
                Database.execute(pass.session(), Database.FRESH);
            } catch (SQLException e) {
                cleanUp(pass.session(), hotfix, plan, e);
                if (SqlState.of(e).equals(SqlState.QUERY_CANCELED)) {
                    throw cancelled(pass, hotfix, monitor, e);
                }
                throw e;
            }
        }
    }

    private static HotfixException cancelled(Pass pass, Hotfix hotfix, BlockerMonitor monitor, SQLException e) {
        if (pass.isOvertaken()) {
            return new HotfixException(
                    ErrorCode.HF204,
                    Retry.TRANSIENT,
                    hotfix.place() + ": given up, since files changed; it is tried again with them",
                    e);
        }
        if (!pass.isLate()) {
            return new HotfixException(ErrorCode.HF202, Retry.TRANSIENT, hotfix.place() + ": somebody cancelled it", e);
        }
        // A build that nobody was in the way of would take as long again.
        boolean waited = monitor.sawSomebody();
        return new HotfixException(
                ErrorCode.HF204,
                waited ? Retry.TRANSIENT : Retry.PERMANENT,
                hotfix.place() + ": not done by gate.sequence.deadline; "
                        + (waited ? "in the way: " + monitor.blockers() : "nobody was in the way, so raise it"),
                e);
    }

    /** One try only: the next start finds what is left. */
    private void cleanUp(Connection session, Hotfix hotfix, StatementPlan plan, SQLException cause) {
        try {
            Database.execute(session, Database.FRESH);
            InvalidIndex.drop(session, config, hotfix, plan);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
