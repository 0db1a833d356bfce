package dev.schemagate.migrate.alembic.child;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.locks.Blockers;

/**
 * The sessions of one run of a process, which are known by their name. Those of a driver that does not read {@code PGAPPNAME},
 * or whose name the process itself sets, are not found.
 */
public final class ChildSessions {

    private static final String ALL = "schema-gate/alembic/";

    /** A pooler may add where a session comes from. */
    private static final String THESE = " FROM pg_stat_activity WHERE datname = current_database()"
            + " AND (application_name = ? OR starts_with(application_name, ? || ' - '))";

    private static final String LEFT_BEHIND = "SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND starts_with(application_name, ?)";

    private final String name = ALL + UUID.randomUUID().toString().substring(0, 8);

    public String name() {
        return name;
    }

    /** Ends what they run; their transactions roll back. */
    public void cancel(Connection session) throws SQLException {
        signal(session, "SELECT pg_cancel_backend(pid)" + THESE);
    }

    /** Ends them. */
    public void terminate(Connection session) throws SQLException {
        signal(session, "SELECT pg_terminate_backend(pid)" + THESE);
    }

    private void signal(Connection session, String sql) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, name);
            select.setString(2, name);
            select.execute();
        }
    }

    /** Whom they wait for, in words. */
    public String blockers(Connection session) throws SQLException {
        return Blockers.ofSessions(session, name);
    }

    /**
     * Ends the sessions of every such process. The caller holds the work lock, so that whatever there is belongs to a gate that has
     * died.
     *
     * @throws DatabaseException DB010 where one may not be ended
     */
    public static void endLeftBehind(Connection session) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(LEFT_BEHIND)) {
            select.setString(1, ALL);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!row.getBoolean(2)) {
                        throw left(row.getString(1));
                    }
                }
            }
        }
    }

    private static DatabaseException left(String pid) {
        return DatabaseException.of(
                ErrorCode.DB010,
                Retry.TRANSIENT,
                "session " + pid + " is Alembic's of a gate that has died, and may not be ended by this role");
    }
}
