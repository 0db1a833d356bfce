package dev.schemagate.preflight;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * The gate's own schema. Its layout is written into the schema's comment, so that one look tells whether anything is to
 * be created; every change of the layout is additive, so that gates of different versions share it during a deploy.
 */
final class Bookkeeping {

    /** Raised whenever {@code bookkeeping.sql} gains something. */
    static final int LAYOUT = 9;

    private static final String COMMENT = "Schema Gate bookkeeping, layout ";

    private final String schema;

    Bookkeeping(String schema) {
        this.schema = schema;
    }

    /** Whether the schema has this layout or a newer one. */
    static boolean isCurrent(String comment) {
        return comment.startsWith(COMMENT) && layout(comment) >= LAYOUT;
    }

    private static int layout(String comment) {
        String digits = comment.substring(COMMENT.length());
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    }

    /**
     * Creates what is missing, in one transaction. The caller holds the work lock.
     *
     * @throws DatabaseException DB006 with the GRANT to run where the role may not create schemas
     */
    void create(Connection session, ServerFacts facts) {
        String script = resource().replace("${schema}", Identifiers.quote(schema)) + "COMMENT ON SCHEMA "
                + Identifiers.quote(schema) + " IS " + Identifiers.literal(COMMENT + LAYOUT);
        try {
            Transaction.commit(session, () -> {
                try (Statement statement = session.createStatement()) {
                    return statement.execute(script);
                }
            });
        } catch (SQLException e) {
            throw SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)
                    ? missingPrivilege(facts)
                    : DatabaseException.during("creating schema " + schema, e);
        }
    }

    private DatabaseException missingPrivilege(ServerFacts facts) {
        String user = Identifiers.quote(facts.user());
        String grant = facts.bookkeepingLayout().isEmpty() && !facts.mayCreateSchemas()
                ? "GRANT CREATE ON DATABASE " + Identifiers.quote(facts.database()) + " TO " + user
                        + "; (or CREATE SCHEMA " + Identifiers.quote(schema) + " AUTHORIZATION " + user + ";)"
                : "ALTER SCHEMA " + Identifiers.quote(schema) + " OWNER TO " + user + ";";
        return DatabaseException.of(
                ErrorCode.DB006,
                Retry.PERMANENT,
                "role " + facts.user() + " cannot create the gate's own schema " + schema
                        + "; as an owner of the database run: " + grant);
    }

    private static String resource() {
        try (InputStream in = Bookkeeping.class.getResourceAsStream("bookkeeping.sql")) {
            if (in == null) {
                throw new IllegalStateException("bookkeeping.sql is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
