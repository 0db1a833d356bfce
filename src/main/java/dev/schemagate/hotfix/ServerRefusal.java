package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Grants;
import dev.schemagate.db.SqlState;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.Identifiers;

/** What the server said no to, with the GRANT that helps: only a table's owner may alter it. */
final class ServerRefusal {

    private ServerRefusal() {}

    static HotfixException of(
            Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan, SQLException e) {
        String state = SqlState.of(e);
        String text = DatabaseException.text(e);
        if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
            return new HotfixException(
                    ErrorCode.DB006,
                    Retry.PERMANENT,
                    hotfix.place() + ": " + text + "; run as an administrator: " + grant(session, config, hotfix, plan),
                    e);
        }
        if (state.equals(SqlState.UNIQUE_VIOLATION)
                && hotfix.statement().objects().stream().anyMatch(DesiredIndex.class::isInstance)) {
            return new HotfixException(
                    ErrorCode.HF102,
                    Retry.PERMANENT,
                    hotfix.place() + ": " + text + ": rows that are there have the same key",
                    e);
        }
        return new HotfixException(
                ErrorCode.HF202,
                SqlState.isConflict(state) ? Retry.TRANSIENT : Retry.PERMANENT,
                hotfix.place() + ": " + text + " (SQLSTATE " + state + ")",
                e);
    }

    private static String grant(Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan) {
        try {
            return mayCreate(session, config, plan) ? owning(session, config, plan) : creating(config, plan);
        } catch (SQLException e) {
            throw DatabaseException.during(hotfix.place(), e);
        }
    }

    /** That who runs the statement neither is the owner nor may become it. */
    static String notOwner(Connection session, GateConfig config, StatementPlan plan) throws SQLException {
        return "role " + config.hotfix().role().orElse(plan.login()) + " may not act as " + plan.owner()
                + ", who owns the table; run as an administrator: " + owning(session, config, plan);
    }

    private static String owning(Connection session, GateConfig config, StatementPlan plan) throws SQLException {
        return config.hotfix().role().isPresent()
                ? Grants.toInherit(session, plan.owner(), config.hotfix().role().get())
                : Grants.toBecome(session, plan.owner(), plan.login());
    }

    private static String creating(GateConfig config, StatementPlan plan) {
        return "GRANT USAGE, CREATE ON SCHEMA " + Identifiers.quote(config.foreignSchema()) + " TO "
                + Identifiers.quote(plan.role(config.hotfix().role()).orElse(plan.login())) + ";";
    }

    /** An index needs more than its table's owner: CREATE on the schema. */
    private static boolean mayCreate(Connection session, GateConfig config, StatementPlan plan) throws SQLException {
        String role = plan.role(config.hotfix().role()).orElse(plan.login());
        try (PreparedStatement select =
                session.prepareStatement("SELECT has_schema_privilege(?::name, oid, 'CREATE') AND"
                        + " has_schema_privilege(?::name, oid, 'USAGE') FROM pg_namespace WHERE nspname = ?")) {
            select.setString(1, role);
            select.setString(2, role);
            select.setString(3, config.foreignSchema());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
