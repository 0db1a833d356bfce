package dev.schemagate.migrate;

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
import dev.schemagate.locks.Lookout;
import dev.schemagate.sequence.Pass;

/**
 * Bounds what Flyway runs: no statement outlasts the deadline of the sequence, and in a transaction none waits longer for a lock
 * than {@code gate.migrate.lock-timeout}. Outside one there is no such limit, since a concurrent build that is given up leaves an
 * INVALID index (postgres-facts B5); there it is said who is waited for.
 */
final class MigrationLimits implements Callback, AutoCloseable {

    /** How far the server's limit may lag behind the clock. */
    private static final Duration LAG = Duration.ofSeconds(1);

    private final Pass pass;
    private final MigrationPath path;
    private final Duration lockTimeout;
    private @Nullable Lookout lookout;
    private @Nullable Duration told;

    MigrationLimits(Pass pass, MigrationPath path, Duration lockTimeout) {
        this.pass = pass;
        this.path = path;
        this.lockTimeout = lockTimeout;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE
                || event == Event.BEFORE_EACH_MIGRATE_STATEMENT
                || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            Connection session = context.getConnection();
            if (event == Event.AFTER_EACH_MIGRATE) {
                // What the file has set would be what the next one's transaction begins with.
                SessionSettings.pin(session);
                Database.execute(session, path.ofFlyway());
                return;
            }
            if (event == Event.BEFORE_EACH_MIGRATE) {
                begin(session, context.getMigrationInfo().getScript());
            }
            SessionSettings.keepStrings(session);
            limit(session);
        } catch (SQLException e) {
            throw DatabaseException.during("setting the limits of a migration", e);
        }
    }

    private void begin(Connection session, String script) throws SQLException {
        close();
        told = null;
        Database.execute(session, path.ofFile());
        if (session.getAutoCommit()) {
            Database.execute(session, "SET lock_timeout = 0");
            lookout = Lookout.over(pass, session, script);
        } else {
            Database.execute(session, "SET LOCAL lock_timeout = " + lockTimeout.toMillis());
        }
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

    /** Whom the concurrent build waited for when last looked at; empty where none was running. */
    String blockers() {
        return lookout == null ? "" : lookout.blockers();
    }

    @Override
    public void close() {
        if (lookout != null) {
            lookout.close();
            pass.waitsFor("");
        }
        lookout = null;
    }
}
