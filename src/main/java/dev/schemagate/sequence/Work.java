package dev.schemagate.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.WorkLock;

/**
 * What the steps of one run share: one session for everything that needs no session of its own, and the lock that
 * makes one pod at a time the worker. Closing it frees both.
 */
public final class Work implements AutoCloseable {

    private final Database database;
    private @Nullable Connection session;
    private @Nullable WorkLock lock;

    public Work(Database database) {
        this.database = database;
    }

    public Database database() {
        return database;
    }

    /** The run's session, in autocommit mode. A step that changes its settings puts them back. */
    public Connection session() {
        if (session == null) {
            session = database.open();
        }
        return session;
    }

    /**
     * Makes this process the worker, once there is work to do. False where another pod is at work: look again, after a
     * pause, whether there still is something to do.
     */
    public boolean tryLock() {
        if (lock == null) {
            lock = WorkLock.tryAcquire(session()).orElse(null);
        }
        return lock != null;
    }

    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try (Connection closing = session;
                Statement statement = closing.createStatement()) {
            // The lock would go with the session anyway; this way it is free before the next line runs.
            if (lock != null) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            }
        } catch (SQLException e) {
            // The session is gone, and with it its locks.
        }
        session = null;
        lock = null;
    }
}
