package dev.schemagate.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sql.Identifiers;

/**
 * The role of a setting that a session becomes for what it does; the login's own where none is configured.
 *
 * @param key of the setting
 */
public record ActingRole(String key, Optional<String> name) {

    private static final String QUERY = """
            SELECT r.oid IS NOT NULL, coalesce(pg_has_role(session_user, r.oid, ?), false), session_user
            FROM (VALUES (1)) always LEFT JOIN pg_roles r ON r.rolname = ?
            """;

    /** What a role may do is looked at as that role: without INHERIT the login itself sees and may nothing of it. */
    public <T> T in(Connection session, Transaction.Body<T> body) throws SQLException {
        if (name.isEmpty()) {
            return body.run();
        }
        Database.execute(session, become(name, false));
        T result;
        try {
            result = body.run();
        } catch (SQLException | RuntimeException e) {
            try {
                Database.execute(session, "RESET ROLE");
            } catch (SQLException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
        Database.execute(session, "RESET ROLE");
        return result;
    }

    /** SET ROLE; an empty statement where there is no role. */
    public static String become(Optional<String> role, boolean local) {
        return role.map(name -> "SET " + (local ? "LOCAL " : "") + "ROLE " + Identifiers.quote(name))
                .orElse("");
    }

    /** @throws DatabaseException DB006 with what helps, where the login may not become the role, or there is none of that name */
    public void require(Connection session) {
        if (name.isEmpty()) {
            return;
        }
        try (PreparedStatement select = session.prepareStatement(QUERY)) {
            select.setString(1, Grants.rightToBecome(session));
            select.setString(2, name.get());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(2)) {
                    throw refusal(session, row.getBoolean(1), row.getString(3));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at role " + name.get(), e);
        }
    }

    private DatabaseException refusal(Connection session, boolean exists, String login) throws SQLException {
        String role = name.orElseThrow();
        String grant = Grants.toBecome(session, role, login);
        return DatabaseException.of(
                ErrorCode.DB006,
                Retry.PERMANENT,
                key + " is " + role + ", "
                        + (exists ? "which role " + login + " may not become" : "and there is no such role")
                        + "; run as an administrator: "
                        + (exists ? grant : "CREATE ROLE " + Identifiers.quote(role) + "; " + grant));
    }
}
