package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Small questions to the catalog that an error raises; asked only when there was one. */
record CatalogLook(Connection session, String bookkeeping, List<String> schemas) {

    /** Which of our two schemas has a table of that name; null where none has or both have. */
    @Nullable
    String schemaOf(String table) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("""
                SELECT min(n.nspname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = ? AND c.relkind IN ('r', 'p') AND n.nspname = ANY (?) HAVING count(*) = 1
                """)) {
            statement.setString(1, table);
            statement.setArray(2, session.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Whether the object is there; a relation that the message did not qualify in one of our two schemas. */
    boolean has(MissingObject object) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("""
                SELECT CASE WHEN w.relation = '' THEN EXISTS (SELECT FROM pg_namespace WHERE nspname = w.schema)
                            WHEN w.col = '' THEN EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                                  AND (n.nspname || '.' || c.relname = w.relation OR c.relname = w.relation AND n.nspname = ANY (?)))
                            ELSE EXISTS (SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                                JOIN pg_namespace n ON n.oid = c.relnamespace
                                WHERE n.nspname = w.schema AND c.relname = w.relation AND a.attname = w.col AND NOT a.attisdropped)
                       END
                FROM (VALUES (?, ?, ?)) w (schema, relation, col)
                """)) {
            statement.setArray(1, session.createArrayOf("text", schemas.toArray()));
            statement.setString(2, object.schema());
            statement.setString(3, object.relation());
            statement.setString(4, object.column());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** When a gate last changed the catalog or saw that it had changed; null where none ever did. */
    @Nullable
    Instant lastChange() throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT greatest((SELECT max(applied_at) FROM "
                        + bookkeeping + ".hotfix), (SELECT max(notified_at) FROM " + bookkeeping + ".reload))");
                ResultSet row = statement.executeQuery()) {
            row.next();
            Timestamp time = row.getTimestamp(1);
            return time == null ? null : time.toInstant();
        }
    }
}
