package dev.schemagate.hotfix;

import java.sql.SQLException;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.RetryBudget;

/** Plans although somebody locks a table whose definition has to be compared. */
final class PatientPlan {

    private PatientPlan() {}

    /**
     * Waits for no lock longer than lock_timeout, and for all of them not longer than the lock budget.
     *
     * @param again is told of every try after the first
     * @throws DatabaseException DB009 where the budget is spent
     */
    static <T> T of(Pass pass, GateConfig config, Runnable again, Transaction.Body<T> plan)
            throws SQLException, InterruptedException {
        RetryBudget budget = new RetryBudget(pass, config.hotfix().lockBudget(), "gate.hotfix.lock-budget");
        while (true) {
            try {
                return plan.run();
            } catch (SQLException e) {
                if (!SqlState.of(e).equals(SqlState.LOCK_NOT_AVAILABLE)) {
                    throw e;
                }
                if (!budget.allowsAnother("the plan", "whoever locks a table whose definition it needs")) {
                    throw DatabaseException.of(
                            ErrorCode.DB009,
                            Retry.TRANSIENT,
                            "planning hotfixes failed: " + DatabaseException.text(e) + "; " + budget.why()
                                    + "; end the transaction that locks the table");
                }
                again.run();
            }
        }
    }
}
