package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SessionSettings;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.BlockerMonitor;
import dev.schemagate.migrate.MigrationPath;
import dev.schemagate.sequence.Pass;

/**
 * Bounds what Flyway runs: only what was judged; no statement outlasts the deadline of the sequence; and none waits longer for a lock
 * than {@code gate.migrate.lock-timeout}, except those that cannot run in a transaction: a concurrent build that is given up leaves an
 * INVALID index. Of a file that takes long it is said who is waited for, and how far an index build is.
 */
final class MigrationLimits implements Callback, AutoCloseable {

    /** How far the server's limit may lag behind the clock. */
    private static final Duration LAG = Duration.ofSeconds(1);

    private final Pass pass;
    private final MigrationPath path;
    private final Duration lockTimeout;
    private final FlywayPosition judged;
    private final Permission permission;
    private @Nullable BlockerMonitor monitor;
    private @Nullable Duration told;
    private @Nullable String running;
    private boolean mayRunAgain = true;

    MigrationLimits(Pass pass, MigrationPath path, Duration lockTimeout, FlywayPosition judged, Permission permission) {
        this.pass = pass;
        this.path = path;
        this.lockTimeout = lockTimeout;
        this.judged = judged;
        this.permission = permission;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return context != null && context.getConnection() != null;
    }

    /** What is set shall outlast the transaction of a callback. */
    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            Connection session = context.getConnection();
            switch (event) {
                case BEFORE_EACH_MIGRATE -> {
                    MigrationScript script = judged(context);
                    begin(session, context.getMigrationInfo().getScript());
                    permission.begin(session, script);
                    SessionSettings.keepStrings(session);
                    limit(session);
                }
                case BEFORE_EACH_MIGRATE_STATEMENT -> {
                    SessionSettings.keepStrings(session);
                    limit(session);
                    next(session, context.getStatement().getSql());
                }
                case AFTER_EACH_MIGRATE_STATEMENT, AFTER_EACH_MIGRATE_STATEMENT_ERROR, AFTER_EACH_MIGRATE_ERROR -> {}
                default -> beginAnew(session);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("setting the limits of a migration", e);
        }
    }

    private MigrationScript judged(Context context) {
        String file = context.getMigrationInfo().getPhysicalLocation();
        return judged.pending().stream()
                .filter(script -> script.file().path().equals(file))
                .findFirst()
                .orElseThrow(() -> DatabaseException.of(
                        ErrorCode.DB010,
                        Retry.TRANSIENT,
                        "somebody else changed the migration history: " + file + " is to run and was not judged"));
    }

    private void begin(Connection session, String script) throws SQLException {
        stopLooking();
        told = null;
        Database.execute(session, path.ofFile());
        running = null;
        mayRunAgain = true;
        monitor = BlockerMonitor.over(pass, session, script);
        if (!session.getAutoCommit()) {
            Database.execute(session, "SET LOCAL lock_timeout = " + lockTimeout.toMillis());
        }
    }

    /** Outside of a transaction each statement has its own limit, and what was done before it stays. */
    private void next(Connection session, String sql) throws SQLException {
        if (session.getAutoCommit()) {
            mayRunAgain &= running == null || Alone.mayRunAgain(running);
            running = sql;
            Database.execute(session, "SET lock_timeout = " + (Alone.is(sql) ? 0 : lockTimeout.toMillis()));
        }
    }

    /** What a file has set would be what the next one, or a callback, begins with. */
    private void beginAnew(Connection session) throws SQLException {
        stopLooking();
        permission.end(session);
        SessionSettings.pin(session);
        Database.execute(session, path.ofEngine());
        Database.execute(session, "SET lock_timeout = " + lockTimeout.toMillis());
        told = null;
        limit(session);
    }

    private void limit(Connection session) throws SQLException {
        Duration left = pass.deadline().left();
        if (told == null || told.minus(left).compareTo(LAG) > 0) {
            String local = session.getAutoCommit() ? "" : "LOCAL ";
            Database.execute(session, "SET " + local + "statement_timeout = " + Math.max(1, left.toMillis() + 1));
            told = left;
        }
    }

    @Override
    public String getCallbackName() {
        return "limits";
    }

    /** Whom the file waited for when last looked at; empty where none was running. */
    String blockers() {
        return monitor == null ? "" : monitor.blockers();
    }

    /** Whether a file that stopped outside of a transaction can begin anew: all that it did before can be done twice. */
    boolean mayRunAgain() {
        return mayRunAgain;
    }

    /** Whether the file that ran last did so outside of a transaction. */
    boolean leftTraces() {
        return running != null;
    }

    @Override
    public void close() {
        stopLooking();
    }

    void stopLooking() {
        if (monitor != null) {
            monitor.close();
            pass.waitsFor("");
        }
        monitor = null;
    }
}
