package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.sql.Identifiers;

/**
 * {@code schema_gate.first_install}: the scripts that a fresh schema was begun with. Where such a run fails or is killed half-way there
 * is a history, and still no old code that knows any of it: the rest is judged as the beginning was.
 */
public final class FirstInstall {

    private final String schema;
    private final String table;

    public FirstInstall(GateConfig config) {
        this.schema = config.schema();
        this.table = Identifiers.quote(config.schema()) + ".first_install";
    }

    /** Before the engine runs {@code scripts} on a schema without history. */
    public void begin(Connection session, Collection<String> scripts) throws SQLException {
        String sql = "INSERT INTO " + table + " (script) SELECT unnest(?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setArray(1, session.createArrayOf("text", scripts.toArray()));
            insert.executeUpdate();
        }
    }

    /** After the engine ran all of them. */
    public void end(Connection session) throws SQLException {
        Database.execute(session, "DELETE FROM " + table);
    }

    /** Whether all of these were there at its beginning; false where the gate's own schema is not there, or not for this login. */
    public boolean had(Connection session, Collection<String> scripts) throws SQLException {
        return isReadable(session)
                && all(session, "SELECT name IN (SELECT script FROM " + table + ") FROM unnest(?) name", scripts);
    }

    private boolean isReadable(Connection session) throws SQLException {
        return all(
                session,
                "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = schema"
                        + " AND c.relname = 'first_install' AND has_schema_privilege(n.oid, 'USAGE')"
                        + " AND has_table_privilege(c.oid, 'SELECT')) FROM unnest(?) schema",
                List.of(schema));
    }

    /** Whether a query, asked with the names of these scripts, answers with true for each. */
    public static boolean all(Connection session, String sql, Collection<String> scripts) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setArray(1, session.createArrayOf("text", scripts.toArray()));
            try (ResultSet row = select.executeQuery()) {
                boolean all = true;
                while (row.next()) {
                    all &= row.getBoolean(1);
                }
                return all;
            }
        }
    }
}
