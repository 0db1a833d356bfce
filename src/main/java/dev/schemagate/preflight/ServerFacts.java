package dev.schemagate.preflight;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.prisma.ForeignLedger;

/** What one query tells about the server, the login and our bookkeeping. */
record ServerFacts(
        int version,
        String versionText,
        boolean recovering,
        int backend,
        String user,
        String database,
        boolean hasSchema,
        boolean mayUseBookkeeping,
        String bookkeepingLayout,
        ForeignLedger ledger) {

    private static final String QUERY = """
            SELECT current_setting('server_version_num')::int,
                   current_setting('server_version'),
                   pg_is_in_recovery(),
                   pg_backend_pid(),
                   current_user,
                   current_database(),
                   to_regnamespace(quote_ident(?)) IS NOT NULL,
                   coalesce(has_schema_privilege(to_regnamespace(quote_ident(?))::oid, 'USAGE'), true),
                   coalesce(obj_description(to_regnamespace(quote_ident(?)), 'pg_namespace'), ''),
            """ + ForeignLedger.SQL;

    boolean hasBookkeeping() {
        return Bookkeeping.isCurrent(bookkeepingLayout);
    }

    static ServerFacts read(Connection session, String bookkeeping, String foreign) {
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setString(1, bookkeeping);
            statement.setString(2, bookkeeping);
            statement.setString(3, bookkeeping);
            statement.setString(4, foreign);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new ServerFacts(
                        row.getInt(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getString(6),
                        row.getBoolean(7),
                        row.getBoolean(8),
                        row.getString(9),
                        ForeignLedger.valueOf(row.getString(10)));
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading the server's settings", e);
        }
    }
}
