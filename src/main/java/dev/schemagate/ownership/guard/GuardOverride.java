package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import dev.schemagate.db.Database;

/** The word by which a session passes the guard; without a guard it means nothing. */
public final class GuardOverride {

    /** The setting that holds the word. */
    public static final String SETTING = "schema_gate.override";

    private GuardOverride() {}

    /** Lets a session pass until {@link #end}; {@code why} is recorded with all that it does. */
    public static void begin(Connection session, String why) throws SQLException {
        try (PreparedStatement set = session.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            set.setString(1, SETTING);
            set.setString(2, why);
            set.execute();
        }
    }

    /** Puts back what the session began with. */
    public static void end(Connection session) throws SQLException {
        Database.execute(session, "RESET " + SETTING);
    }
}
