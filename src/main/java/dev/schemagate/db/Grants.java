package dev.schemagate.db;

import java.sql.Connection;
import java.sql.SQLException;

import dev.schemagate.sql.Identifiers;

/** The GRANTs that messages advise, in the words of the server's version. */
public final class Grants {

    /** Since when a membership says apart whether it may SET ROLE and whether it inherits (PostgreSQL docs 21.3). */
    private static final int OPTIONS = 16;

    private Grants() {}

    /** What {@code pg_has_role} calls the right to SET ROLE. */
    static String rightToBecome(Connection session) throws SQLException {
        return hasOptions(session) ? "SET" : "MEMBER";
    }

    /** So that {@code member} may SET ROLE to {@code role}. */
    public static String toBecome(Connection session, String role, String member) throws SQLException {
        return membership(role, member) + (hasOptions(session) ? " WITH SET TRUE;" : ";");
    }

    /** So that {@code member} may do what {@code role} may, without becoming it. */
    public static String toInherit(Connection session, String role, String member) throws SQLException {
        return membership(role, member)
                + (hasOptions(session)
                        ? " WITH INHERIT TRUE;"
                        : "; ALTER ROLE " + Identifiers.quote(member) + " INHERIT;");
    }

    private static String membership(String role, String member) {
        return "GRANT " + Identifiers.quote(role) + " TO " + Identifiers.quote(member);
    }

    private static boolean hasOptions(Connection session) throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion() >= OPTIONS;
    }
}
