package dev.schemagate.preflight;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

import org.postgresql.jdbc.PgConnection;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * Recognises a connection pooler and refuses one that changes the server session between transactions: there session
 * advisory locks and settings leak to other clients.
 *
 * <p>A pooler answers the start-up handshake itself, so the process number in it is not the backend's. Whether it pools
 * by session or by transaction is then seen from a second connection: two sessions never share a backend, two clients
 * of a transaction pooler do as soon as both are idle.
 */
final class PoolerCheck {

    private static final int ROUNDS = 3;

    private PoolerCheck() {}

    /** Whether something between us and the server answers in its name. */
    static boolean isPooled(Connection session, int backend) {
        try {
            return session.unwrap(PgConnection.class).getBackendPID() != backend;
        } catch (SQLException e) {
            throw DatabaseException.during("looking for a pooler", e);
        }
    }

    /** @throws DatabaseException DB003 where {@code session} does not keep its server session */
    static void refuseTransactionPooling(Database database, Connection session) {
        Set<Integer> first = new HashSet<>();
        Set<Integer> second = new HashSet<>();
        try (Connection other = database.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                first.add(backend(session));
                second.add(backend(other));
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking for a transaction pooler", e);
        }
        if (first.size() > 1 || second.size() > 1 || first.equals(second)) {
            throw DatabaseException.of(
                    ErrorCode.DB003,
                    Retry.PERMANENT,
                    database.target()
                            + " is a pooler in transaction mode, where session locks and settings leak to other"
                            + " clients; set DIRECT_URL or GATE_DATABASE_URL to the PostgreSQL server itself");
        }
    }

    private static int backend(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
