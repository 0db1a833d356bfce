package dev.schemagate.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The session advisory lock that makes one gate at a time the worker on a database. Always taken by a try: a session
 * that waits inside {@code pg_advisory_lock()} holds a snapshot and deadlocks with the worker's concurrent index build.
 */
public final class WorkLock {

    /** "schemagt" in ASCII: advisory locks are per database, so one number is enough. */
    public static final long KEY = 0x736368656d616774L;

    private WorkLock() {}

    /**
     * How a try went.
     *
     * @param acquired whether this session has the lock, until it ends or unlocks
     * @param room whether it may stay until the next try
     */
    public record Try(boolean acquired, Room room) {}

    /** @param sessions {@code gate.database.sessions} */
    public static Try tryAcquire(Connection session, int sessions) {
        try (Statement statement = session.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + "), " + Room.sql(sessions))) {
            row.next();
            return new Try(row.getBoolean(1), Room.read(row, 2));
        } catch (SQLException e) {
            throw DatabaseException.during("taking the work lock", e);
        }
    }
}
