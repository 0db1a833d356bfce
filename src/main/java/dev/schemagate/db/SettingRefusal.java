package dev.schemagate.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sql.Identifiers;

/** A setting has another value than its pin and only a superuser may change it: where that value comes from, and what takes it away. */
final class SettingRefusal {

    /** Since when a superuser may let others set a parameter. */
    private static final int GRANT_SET = 15;

    private SettingRefusal() {}

    /** @param pins the names and values of the pins, as an element of FROM */
    static DatabaseException of(Connection session, String pins, SQLException denied) {
        List<String> problems = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        try (Statement statement = session.createStatement()) {
            // Whose library is not there has no row in pg_settings.
            statement.execute(SessionSettings.LOAD_PLPGSQL);
            try (ResultSet row = statement.executeQuery(query(pins, majorVersion(session)))) {
                while (row.next()) {
                    problems.add(row.getString(1) + " is " + row.getString(2) + " (" + row.getString(4) + ")");
                    remedies.add(remedy(row, majorVersion(session)));
                }
            }
        } catch (SQLException cannotLook) {
            denied.addSuppressed(cannotLook);
        }
        String message = problems.isEmpty()
                ? DatabaseException.text(denied)
                : "a setting decides how files are read and what they do, and this role may not change it: "
                        + String.join(", ", problems) + "; run as a superuser: " + String.join(" ", remedies);
        return new DatabaseException(ErrorCode.DB011, Retry.PERMANENT, message, SqlState.of(denied), denied);
    }

    private static String query(String pins, int version) {
        return "SELECT s.name, s.setting, pin.value, s.source, session_user, current_database()"
                + " FROM " + pins + " JOIN pg_settings s ON s.name = pin.name"
                + " WHERE s.setting <> pin.value AND s.context = 'superuser'"
                + (version < GRANT_SET ? "" : " AND NOT has_parameter_privilege(s.name, 'SET')");
    }

    private static String remedy(ResultSet row, int version) throws SQLException {
        String name = row.getString(1);
        String role = Identifiers.quote(row.getString(5));
        String database = Identifiers.quote(row.getString(6));
        return switch (row.getString(4)) {
            case "global" -> "ALTER ROLE ALL RESET " + name + ";";
            case "database" -> "ALTER DATABASE " + database + " RESET " + name + ";";
            case "user" -> "ALTER ROLE " + role + " RESET " + name + ";";
            case "database user" -> "ALTER ROLE " + role + " IN DATABASE " + database + " RESET " + name + ";";
            default ->
                version < GRANT_SET
                        ? "ALTER SYSTEM SET " + name + " = " + Identifiers.literal(row.getString(3))
                                + "; SELECT pg_reload_conf();"
                        : "GRANT SET ON PARAMETER " + name + " TO " + role + ";";
        };
    }

    private static int majorVersion(Connection session) throws SQLException {
        return session.getMetaData().getDatabaseMajorVersion();
    }
}
