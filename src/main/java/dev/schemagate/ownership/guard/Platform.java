package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whose server it is, as its administrators' role tells, and who may create event triggers there. */
enum Platform {
    RDS("rds_superuser", "on Amazon RDS and Aurora the main user may, and every member of rds_superuser"),
    CLOUD_SQL("cloudsqlsuperuser", "on Google Cloud SQL user postgres may, and every member of cloudsqlsuperuser"),
    SUPABASE("supabase_admin", "on Supabase role postgres may"),
    NEON("neon_superuser", "on Neon the roles made in its console may, as members of neon_superuser"),
    AZURE(
            "azure_pg_admin",
            "for Azure we know of nobody who may; try the server's administrator, else take guard sql --privileges"),
    OTHER("", "a superuser may; where the provider has none to give, take guard sql --privileges");

    private final String administrator;
    private final String advice;

    Platform(String administrator, String advice) {
        this.administrator = administrator;
        this.advice = advice;
    }

    static Platform of(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT rolname FROM pg_roles")) {
            Platform found = OTHER;
            while (row.next()) {
                for (Platform platform : values()) {
                    found = platform.administrator.equals(row.getString(1)) ? platform : found;
                }
            }
            return found;
        }
    }

    String advice() {
        return advice;
    }
}
