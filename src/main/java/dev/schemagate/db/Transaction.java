package dev.schemagate.db;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** The frame of a transaction on a session that is in autocommit mode before and after. */
public final class Transaction {

    /** What is done in it. */
    public interface Body<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    private Transaction() {}

    /**
     * Commits what {@code body} did and returns what it returned; where it throws, rolls back and rethrows. A session that
     * cannot even roll back is closed, so that nothing of it is ever committed.
     */
    public static <T extends @Nullable Object> T commit(Connection session, Body<T> body) throws SQLException {
        return frame(session, body, true);
    }

    /** As {@link #commit}, and rolls back in any case: for looking only. */
    public static <T extends @Nullable Object> T rollback(Connection session, Body<T> body) throws SQLException {
        return frame(session, body, false);
    }

    private static <T extends @Nullable Object> T frame(Connection session, Body<T> body, boolean commit)
            throws SQLException {
        session.setAutoCommit(false);
        try {
            T result = body.run();
            if (commit) {
                session.commit();
            } else {
                session.rollback();
            }
            session.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(session, e);
            throw e;
        }
    }

    private static void undo(Connection session, Exception cause) {
        try {
            if (!session.isClosed()) {
                session.rollback();
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            Database.close(session);
        }
    }
}
