package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.sql.Identifiers;

/**
 * {@code schema_gate.first_install}: the files that a fresh schema was begun with. Where such a run fails or is killed half-way there
 * is a history, and still no old code that knows any of it: the rest is judged as the beginning was.
 */
final class FirstInstall {

    private final String table;
    private final String history;
    private final ActingRole migrator;

    FirstInstall(GateConfig config) {
        this.table = Identifiers.quote(config.schema()) + ".first_install";
        this.history = FlywayEngine.history(config).sql();
        this.migrator = new ActingRole("gate.migrate.role", config.migrate().role());
    }

    /** Before Flyway runs {@code files} on a schema without history. */
    void begin(Connection session, List<MigrationScript> files) throws SQLException {
        String sql = "INSERT INTO " + table + " (script) SELECT unnest(?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setArray(1, session.createArrayOf("text", names(files)));
            insert.executeUpdate();
        }
    }

    /** After Flyway ran all of them. */
    void end(Connection session) throws SQLException {
        Database.execute(session, "DELETE FROM " + table);
    }

    /** Whether all of these, on a schema with a history, were there at its beginning and have never been applied. */
    boolean goesOn(Connection session, List<MigrationScript> files) throws SQLException {
        if (!all(session, "SELECT name IN (SELECT script FROM " + table + ") FROM unnest(?) name", files)) {
            return false;
        }
        return migrator.in(
                session,
                () -> all(
                        session,
                        "SELECT name NOT IN (SELECT regexp_replace(script, '^.*/', '') FROM " + history
                                + " WHERE success) FROM unnest(?) name",
                        files));
    }

    private static boolean all(Connection session, String sql, List<MigrationScript> files) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setArray(1, session.createArrayOf("text", names(files)));
            try (ResultSet row = select.executeQuery()) {
                boolean all = true;
                while (row.next()) {
                    all &= row.getBoolean(1);
                }
                return all;
            }
        }
    }

    private static Object[] names(List<MigrationScript> files) {
        return files.stream().map(script -> script.file().fileName()).toArray();
    }
}
