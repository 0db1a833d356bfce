package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.StringJoiner;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/**
 * Says which GRANT makes a refused hotfix work: ALTER TABLE wants the table's owner, or a member of that role; no GRANT
 * on the table is enough (postgres-facts D7).
 */
final class MissingOwnership {

    private static final String OWNERS = """
            SELECT DISTINCT pg_get_userbyid(c.relowner), current_user
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND position(c.relname IN ?) > 0
              AND NOT pg_has_role(current_user, c.relowner, 'USAGE')
            ORDER BY 1
            """;

    private MissingOwnership() {}

    static GateException explain(Connection session, GateConfig config, HotfixStatement hotfix, SQLException refusal) {
        StringJoiner grants = new StringJoiner(" ");
        try (PreparedStatement statement = session.prepareStatement(OWNERS)) {
            statement.setString(1, config.foreignSchema());
            statement.setString(2, hotfix.sql());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    grants.add("GRANT " + Identifiers.quote(row.getString(1)) + " TO "
                            + Identifiers.quote(row.getString(2)) + ";");
                }
            }
        } catch (SQLException e) {
            refusal.addSuppressed(e);
        }
        String advice = grants.length() == 0 ? "" : "; run as an administrator: " + grants;
        return new HotfixException(
                ErrorCode.DB006,
                Retry.PERMANENT,
                hotfix.place() + ": " + DatabaseException.text(refusal) + advice,
                refusal);
    }
}
