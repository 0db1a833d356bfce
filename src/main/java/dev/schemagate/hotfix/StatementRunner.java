package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Backoff;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.pod.PodIdentity;

/** Runs one hotfix statement: in its own short transaction with a short lock_timeout, tried again within the lock budget. */
final class StatementRunner {

    private static final Logger LOG = Logger.getLogger(StatementRunner.class);

    private final GateConfig config;
    private final RandomGenerator random;

    StatementRunner(GateConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** @throws HotfixException HF202 where PostgreSQL refuses it, HF204 where the lock budget is spent */
    void run(Connection session, HotfixStatement hotfix) throws InterruptedException {
        long begin = System.nanoTime();
        Duration budget = config.hotfix().lockBudget();
        for (int tries = 0; ; tries++) {
            long attempt = System.nanoTime();
            try {
                if (hotfix.needsNoTransaction()) {
                    alone(session, hotfix);
                } else {
                    inTransaction(session, hotfix, attempt - begin);
                }
                return;
            } catch (SQLException e) {
                String state = SqlState.of(e);
                if (SqlState.isNoService(state)) {
                    throw DatabaseException.during(hotfix.place(), e);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                    throw MissingOwnership.explain(session, config, hotfix, e);
                }
                if (!state.equals(SqlState.LOCK_NOT_AVAILABLE) && !state.equals("40P01")) {
                    throw refused(hotfix, e);
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                if (waited.compareTo(budget) > 0) {
                    throw new HotfixException(
                            ErrorCode.HF204,
                            Retry.TRANSIENT,
                            hotfix.place() + ": no lock within " + budget.toSeconds() + " s (gate.hotfix.lock-budget)",
                            e);
                }
                Duration pause = Backoff.FAST.delay(tries, random);
                LOG.warnf(
                        "lock timeout, trying again place=%s tries=%d waited_ms=%d pause_ms=%d",
                        hotfix.place(), tries + 1, waited.toMillis(), pause.toMillis());
                Thread.sleep(pause.toMillis());
            }
        }
    }

    private static HotfixException refused(HotfixStatement hotfix, SQLException e) {
        String state = SqlState.of(e);
        Retry retry = SqlState.isConflict(state) ? Retry.TRANSIENT : Retry.PERMANENT;
        return new HotfixException(
                ErrorCode.HF202,
                retry,
                hotfix.place() + ": " + DatabaseException.text(e) + " (SQLSTATE " + state + ")",
                e);
    }

    private void inTransaction(Connection session, HotfixStatement hotfix, long waited) throws SQLException {
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute(
                    "SET LOCAL lock_timeout = " + config.hotfix().lockTimeout().toMillis()
                            + "; SET LOCAL statement_timeout = "
                            + config.hotfix().statementTimeout().toMillis()
                            + "; SET LOCAL search_path = " + Identifiers.quote(config.foreignSchema()));
            if (config.hotfix().role().isPresent()) {
                statement.execute("SET LOCAL ROLE "
                        + Identifiers.quote(config.hotfix().role().get()));
            }
            long began = System.nanoTime();
            statement.setEscapeProcessing(false);
            statement.execute(hotfix.sql());
            long ran = System.nanoTime() - began;
            statement.execute("RESET ROLE");
            record(session, hotfix, waited, ran);
            session.commit();
        } catch (SQLException e) {
            session.rollback();
            throw e;
        } finally {
            session.setAutoCommit(true);
        }
    }

    private void alone(Connection session, HotfixStatement hotfix) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SET search_path = " + Identifiers.quote(config.foreignSchema()));
            if (config.hotfix().role().isPresent()) {
                statement.execute(
                        "SET ROLE " + Identifiers.quote(config.hotfix().role().get()));
            }
            try {
                long began = System.nanoTime();
                statement.execute(hotfix.sql());
                long ran = System.nanoTime() - began;
                statement.execute("RESET ROLE");
                record(session, hotfix, 0, ran);
            } finally {
                statement.execute("RESET ROLE");
                statement.execute("RESET search_path");
            }
        }
    }

    private void record(Connection session, HotfixStatement hotfix, long waited, long ran) throws SQLException {
        String sql = "INSERT INTO " + Identifiers.quote(config.schema())
                + ".hotfix (file, statement, sha256, applied_by, lock_wait_ms, duration_ms) VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setString(1, hotfix.file().name());
            insert.setInt(2, hotfix.number());
            insert.setString(3, hotfix.file().sha256());
            insert.setString(4, PodIdentity.of(config).pod());
            insert.setLong(5, waited / 1_000_000);
            insert.setLong(6, ran / 1_000_000);
            insert.executeUpdate();
        }
    }
}
