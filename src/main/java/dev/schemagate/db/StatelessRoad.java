package dev.schemagate.db;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Another way to a {@link Database}, for what keeps nothing in a session: no settings, no locks, no prepared statements. It may lead
 * through a pooler that gives each transaction another session of the server.
 */
public final class StatelessRoad {

    private final ConnectionTarget target;
    private final Password password;

    StatelessRoad(ConnectionTarget target, Password password) {
        this.target = target;
        this.password = password;
    }

    /** A connection in autocommit mode; the caller closes it. */
    public Connection open() {
        try {
            PGSimpleDataSource source = Database.source(target, password);
            source.setPrepareThreshold(0);
            return source.getConnection();
        } catch (SQLException e) {
            throw DatabaseException.connecting(target, e);
        }
    }

    /** Whether the connection is of such a road, so that nothing must be left in its session. */
    public static boolean isOf(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getPrepareThreshold() == 0;
    }
}
