package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.sql.Identifiers;

/**
 * {@code schema_gate.head}: beside which files this program saw Flyway find which history valid and at head. While neither
 * has changed, a start asks Flyway nothing, and opens none of the sessions that Flyway would.
 */
final class KnownHead {

    private final String table;
    private final String owned;
    private final String history;
    private final String digest;
    private final ActingRole migrator;

    /** What was looked at; {@code history} is null where it is absent or may not be read. */
    record Key(String files, @Nullable String history) {}

    KnownHead(GateConfig config) {
        this.migrator = new ActingRole("gate.migrate.role", config.migrate().role());
        this.table = Identifiers.quote(config.schema()) + ".head";
        this.owned = config.ownedSchema();
        this.history = FlywayEngine.history(config).sql();
        this.digest = "(SELECT coalesce(md5(string_agg(h::text, E'\\n' ORDER BY h.installed_rank)), '') FROM " + history
                + " h)";
    }

    /** @param files the digest of the migration files and of the program */
    Key key(Connection session, String files) {
        try {
            // Only the role that migrates may be able to read its history.
            return migrator.in(
                    session, () -> new Key(files, readable(session) ? one(session, "SELECT " + digest) : null));
        } catch (SQLException e) {
            throw DatabaseException.during("looking at " + history, e);
        }
    }

    /** The position, where Flyway found exactly this at head. */
    Optional<FlywayPosition> recall(Connection session, Key key) {
        String sql = "SELECT version, ahead FROM " + table + " WHERE files = ? AND history = ?";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, key.files());
            select.setString(2, key.history());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(FlywayPosition.atHead(row.getString(1), row.getInt(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at " + table, e);
        }
    }

    /** That Flyway found {@code position} while this was there before and after it looked. */
    void keep(Connection session, Key key, FlywayPosition position) {
        String sql = "INSERT INTO " + table + " (files, history, version, ahead) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (files) DO UPDATE SET history = EXCLUDED.history, version = EXCLUDED.version,"
                + " ahead = EXCLUDED.ahead, found_at = clock_timestamp()";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            insert.setString(1, key.files());
            insert.setString(2, key.history());
            insert.setString(3, position.version());
            insert.setInt(4, position.ahead());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw DatabaseException.during("keeping what Flyway found", e);
        }
    }

    /** Asks by name: {@code to_regclass} fails where the login may not look into the schema. */
    private boolean readable(Connection session) throws SQLException {
        return one(
                        session,
                        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = "
                                + Identifiers.literal(owned)
                                + " AND c.relname = " + Identifiers.literal(FlywayEngine.HISTORY)
                                + " AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE')"
                                + " AND has_table_privilege(c.oid, 'SELECT')")
                .equals("1");
    }

    private static String one(Connection session, String sql) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
