package dev.schemagate.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One test's own database, with what a test does to it as its superuser. */
public record TestDatabase(PostgresServer server, String name) {

    /** Another with the same in it; nobody may be connected to this one. */
    public TestDatabase copy() {
        return server.newDatabase(name);
    }

    /** For {@code GATE_DATABASE_URL}, as the superuser. */
    public String url() {
        return server.superuserUrl(name);
    }

    /** For {@code GATE_DATABASE_URL}, as a role without any privilege of its own, made by this call. */
    public String urlOfNewRole(String role) {
        String unique = role + "_" + name;
        execute("CREATE ROLE " + unique + " LOGIN PASSWORD 'secret'");
        return server.url(unique, "secret", name);
    }

    public Connection connect() {
        try {
            return server.connect(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        server.execute(name, sql);
    }

    /** The first column of the first row, as text; null where there is no row. */
    public String value(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public boolean hasColumn(String schema, String table, String column) {
        return value("SELECT 1 FROM information_schema.columns WHERE table_schema = '" + schema + "' AND table_name = '"
                        + table + "' AND column_name = '" + column + "'")
                != null;
    }
}
