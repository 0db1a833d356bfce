package dev.schemagate.prisma.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.sql.Identifiers;

/** {@code gate.await.query}: a SELECT that answers true when the other engine, whichever it is, has done its work. */
record AwaitQuery(String sql, String foreignSchema) {

    /** What it asks about may not be there yet. */
    private static final Set<String> NOT_THERE = Set.of("42P01", "42703", "3F000", "42883", "42704");

    /** What it waits for; empty where it answered true. Changes nothing: it is an expression of a reading transaction. Unqualified names are the foreign schema's. */
    Optional<String> look(Connection session, long timeout) throws SQLException {
        try {
            return Transaction.rollback(session, () -> {
                try (Statement statement = session.createStatement()) {
                    statement.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + timeout
                            + "; SELECT pg_catalog.set_config('search_path', "
                            + Identifiers.literal("pg_catalog, " + Identifiers.quote(foreignSchema) + ", pg_temp")
                            + ", true)");
                    statement.setEscapeProcessing(false);
                    try (ResultSet row =
                            statement.executeQuery("SELECT (" + sql.strip().replaceAll(";+$", "") + "\n) IS TRUE")) {
                        row.next();
                        return row.getBoolean(1)
                                ? Optional.empty()
                                : Optional.of("gate.await.query does not answer true yet");
                    }
                }
            });
        } catch (SQLException e) {
            if (NOT_THERE.contains(SqlState.of(e))) {
                return Optional.of("gate.await.query cannot be answered yet: " + DatabaseException.text(e));
            }
            throw e;
        }
    }
}
