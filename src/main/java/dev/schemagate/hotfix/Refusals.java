package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.db.SqlState;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.plan.StatementPlan;

/** What the server said no to, with the GRANT that helps: only a table's owner may alter it (postgres-facts D7). */
final class Refusals {

    private Refusals() {}

    static HotfixException of(Connection session, Hotfix hotfix, StatementPlan plan, SQLException e) {
        String state = SqlState.of(e);
        String text = DatabaseException.text(e);
        if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
            String owner = plan.owner();
            String grant = text.contains("for schema")
                    ? "GRANT CREATE ON SCHEMA " + schema(plan) + " TO " + Identifiers.quote(owner) + ";"
                    : grant(owner, plan.login());
            return new HotfixException(
                    ErrorCode.DB006,
                    Retry.PERMANENT,
                    hotfix.place() + ": " + text + "; run as an administrator: " + grant,
                    e);
        }
        return new HotfixException(
                ErrorCode.HF202,
                SqlState.isConflict(state) ? Retry.TRANSIENT : Retry.PERMANENT,
                hotfix.place() + ": " + text + " (SQLSTATE " + state + ")",
                e);
    }

    /** The login is not a member of the owner. */
    static HotfixException notOwner(Hotfix hotfix, StatementPlan plan) {
        return HotfixException.permanent(
                ErrorCode.DB006,
                hotfix.place() + ": role " + plan.login() + " may not become " + plan.owner()
                        + ", who owns the table; run as an administrator: " + grant(plan.owner(), plan.login()));
    }

    private static String grant(String owner, String login) {
        return "GRANT " + Identifiers.quote(owner) + " TO " + Identifiers.quote(login) + ";";
    }

    private static String schema(StatementPlan plan) {
        return plan.statement().locks().stream()
                .findFirst()
                .map(lock -> Identifiers.quote(lock.schema()))
                .orElse("…");
    }
}
