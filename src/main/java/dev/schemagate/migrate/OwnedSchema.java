package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sql.Identifiers;

/** The owned schema before our engine looks at it: whether it is there, has a history, and may be written. */
public record OwnedSchema(
        String name,
        String user,
        String database,
        boolean exists,
        boolean mayBeMade,
        boolean mayBeFilled,
        boolean hasHistory) {

    private static final String QUERY = """
            SELECT who.name, current_database(), ns.oid IS NOT NULL,
                   has_database_privilege(who.name, current_database(), 'CREATE'),
                   coalesce(has_schema_privilege(who.name, ns.oid, 'CREATE'), false),
                   EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = ns.oid AND c.relname = ?)
            FROM (SELECT coalesce(?, current_user::text)::name AS name) who
            LEFT JOIN pg_namespace ns ON ns.nspname = ?
            """;

    /** @param history the name of the engine's table */
    public static OwnedSchema read(Connection session, String schema, Optional<String> role, String history) {
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setString(1, history);
            statement.setString(2, role.orElse(null));
            statement.setString(3, schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new OwnedSchema(
                        schema,
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getBoolean(6));
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at schema " + schema, e);
        }
    }

    /** @throws MigrationException MG002 where there is a history beside no file of these locations */
    public void refuseWithoutFiles(List<String> locations) {
        if (hasHistory) {
            throw MigrationException.permanent(
                    ErrorCode.MG002,
                    "schema " + name + " has a migration history, and there is no migration file in " + locations
                            + "; an empty folder is not a rollback");
        }
    }

    /** DB006 with the GRANT to run, where the schema cannot be made or filled. */
    public Optional<DatabaseException> missingPrivilege() {
        String grant = null;
        if (!exists && !mayBeMade) {
            grant = "GRANT CREATE ON DATABASE " + Identifiers.quote(database) + " TO " + Identifiers.quote(user) + ";";
        } else if (exists && !mayBeFilled) {
            grant = "GRANT USAGE, CREATE ON SCHEMA " + Identifiers.quote(name) + " TO " + Identifiers.quote(user) + ";";
        }
        return Optional.ofNullable(grant)
                .map(missing -> DatabaseException.of(
                        ErrorCode.DB006,
                        Retry.PERMANENT,
                        "role " + user + " may not create " + (exists ? "tables in schema " : "schema ") + name
                                + "; run as an administrator: " + missing));
    }
}
