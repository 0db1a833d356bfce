package dev.schemagate.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The session advisory lock that makes one gate at a time the worker on a database. Always taken by a try: a session
 * that waits inside {@code pg_advisory_lock()} holds a snapshot and deadlocks with the worker's concurrent index build.
 */
public final class WorkLock {

    /** "schemagt" in ASCII: advisory locks are per database, so one number is enough. */
    public static final long KEY = 0x736368656d616774L;

    private WorkLock() {}

    /** The lock, or empty where another session has it. It is held until the session ends or unlocks. */
    public static Optional<WorkLock> tryAcquire(Connection session) {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            row.next();
            return row.getBoolean(1) ? Optional.of(new WorkLock()) : Optional.empty();
        } catch (SQLException e) {
            throw DatabaseException.during("taking the work lock", e);
        }
    }
}
