package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.schemagate.desired.Acting;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.Planner;
import dev.schemagate.plan.StatementPlan;

import static org.assertj.core.api.Assertions.assertThat;

/** A session whose transactions are all taken back; a plan is made read-only in it and its locks are looked at. */
final class PlanningSession {

    private static final String LOCKS =
            "SELECT locktype || ' ' || coalesce(relation::text, '') || ' ' || mode FROM pg_locks"
                    + " WHERE pid = pg_backend_pid() AND locktype <> 'virtualxid' AND mode <> 'AccessShareLock'";

    private final Connection connection;

    PlanningSession(Connection connection) throws SQLException {
        this.connection = connection;
        connection.unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(0);
        connection.setAutoCommit(false);
    }

    void begin() throws SQLException {
        run("SET LOCAL search_path = public, pg_temp; SET LOCAL jit = off");
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** The message where the server refuses it, empty where it has run. */
    String run(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            connection.releaseSavepoint(before);
            return "";
        } catch (SQLException refused) {
            connection.rollback(before);
            return refused.getSQLState() + " " + refused.getMessage();
        }
    }

    /** The answer to a question, after some preparation; false where the server refuses one. Leaves nothing behind. */
    boolean isTrue(String preparation, String question) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(preparation);
            try (ResultSet row = statement.executeQuery(question)) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException refused) {
            return false;
        } finally {
            connection.rollback(before);
        }
    }

    CatalogFacts facts() throws SQLException {
        return CatalogFacts.read(connection);
    }

    /** @throws AssertionError where it writes, or takes a lock that others would feel */
    List<StatementPlan> plan(List<CompiledStatement> statements) throws SQLException {
        Set<String> held = locks();
        Savepoint before = connection.setSavepoint();
        try {
            run("SET LOCAL transaction_read_only = on");
            List<StatementPlan> plans =
                    Planner.plan(connection, new Acting("pg_catalog, public, pg_temp", ""), statements);
            assertThat(locks()).as("locks after planning").isEqualTo(held);
            return plans;
        } finally {
            connection.rollback(before);
        }
    }

    private Set<String> locks() throws SQLException {
        Set<String> locks = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCKS)) {
            while (row.next()) {
                locks.add(row.getString(1));
            }
        }
        return locks;
    }
}
