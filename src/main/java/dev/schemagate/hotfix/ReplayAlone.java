package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Identifiers;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.plan.Verdict;
import dev.schemagate.plan.Wish;
import dev.schemagate.pod.PodIdentity;

/**
 * Statements that PostgreSQL refuses in a transaction, concurrent index builds above all. They wait for other transactions
 * and not for a lock, so no short lock_timeout: it would leave an INVALID index (postgres-facts B5). What they did is looked
 * at afterwards, and an index that did not become valid is taken away again.
 */
final class ReplayAlone {

    private static final Logger LOG = Logger.getLogger(ReplayAlone.class);

    private final GateConfig config;
    private final Ledger ledger;

    ReplayAlone(GateConfig config) {
        this.config = config;
        this.ledger = new Ledger(config.schema(), PodIdentity.of(config).pod());
    }

    void run(Connection session, Hotfix hotfix, StatementPlan plan, Duration waited) throws SQLException {
        if (PrismaLock.isHeld(session)) {
            throw new Replay.PrismaAtWork();
        }
        long began = System.nanoTime();
        try (Statement statement = session.createStatement()) {
            String role = TransactionalReplay.become(config, plan).replace("SET LOCAL", "SET");
            statement.execute("SET search_path = " + Identifiers.quote(config.foreignSchema())
                    + "; SET lock_timeout = 0; SET statement_timeout = 0" + role);
            try {
                build(statement, hotfix, plan);
            } finally {
                statement.execute("RESET ROLE; RESET search_path; RESET lock_timeout; RESET statement_timeout");
            }
        }
        StatementPlan after = PlanTransaction.plan(session, config, List.of(hotfix.statement()))
                .get(0);
        if (after.verdict() != Verdict.SATISFIED && after.verdict() != Verdict.UNKNOWN) {
            throw HotfixException.permanent(
                    after.verdict() == Verdict.BROKEN ? ErrorCode.HF102 : ErrorCode.HF201,
                    hotfix.place() + ": it ran, and afterwards "
                            + after.finding().reason());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        ledger.record(session, hotfix, waited, took);
        LOG.infof("hotfix applied place=%s ms=%d waited_ms=%d", hotfix.place(), took.toMillis(), waited.toMillis());
    }

    private static void build(Statement statement, Hotfix hotfix, StatementPlan plan) throws SQLException {
        boolean broken = plan.verdict() == Verdict.BROKEN;
        List<Wish.Index> indexes = hotfix.statement().wishes().stream()
                .filter(Wish.Index.class::isInstance)
                .map(Wish.Index.class::cast)
                .toList();
        try {
            if (broken) {
                for (Wish.Index index : indexes) {
                    LOG.warnf("index is INVALID, building it anew index=%s place=%s", index.name(), hotfix.place());
                    statement.execute("REINDEX INDEX CONCURRENTLY " + name(index, ""));
                }
            } else {
                statement.setEscapeProcessing(false);
                statement.execute(hotfix.sql());
            }
        } catch (SQLException e) {
            for (Wish.Index index : indexes) {
                dropInvalid(statement, index, broken ? "_ccnew" : "", e);
            }
            throw e;
        }
    }

    /** A build that failed leaves an index that costs every write and serves no read. */
    private static void dropInvalid(Statement statement, Wish.Index index, String suffix, SQLException cause) {
        try {
            String name = name(index, suffix);
            try (var row = statement.executeQuery(
                    "SELECT 1 FROM pg_catalog.pg_index WHERE NOT indisvalid AND indexrelid = to_regclass("
                            + Identifiers.literal(name) + ")")) {
                if (!row.next()) {
                    return;
                }
            }
            statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static String name(Wish.Index index, String suffix) {
        return Identifiers.quote(index.schema()) + "." + Identifiers.quote(index.name() + suffix);
    }
}
