package dev.schemagate.preflight;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/**
 * The gate's own schema. Its layout is written into the schema's comment, so that one look tells whether anything is to
 * be created; every change of the layout is additive, so that gates of different versions share it during a deploy.
 */
final class Bookkeeping {

    /** Raised whenever {@code bookkeeping.sql} gains something. */
    static final int LAYOUT = 14;

    private static final String COMMENT = "Schema Gate bookkeeping, layout ";

    /** A sequence of a column's own goes with its table; what acts with its owner's rights, the guard and the log reader, stays an administrator's. */
    private static final String OTHERS = """
            SELECT coalesce(string_agg(format(' ALTER %s OWNER TO %I;', object, current_user), ''), '') FROM (
                SELECT format('TABLE %I.%I', n.nspname, c.relname) AS object FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT pg_has_role(c.relowner, 'USAGE')
                UNION ALL
                SELECT format('ROUTINE %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = ? AND NOT p.prosecdef AND NOT pg_has_role(p.proowner, 'USAGE')) others
            """;

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

    private String script() {
        return Resource.text(Bookkeeping.class, "bookkeeping.sql").replace("${schema}", Identifiers.quote(schema))
                + "COMMENT ON SCHEMA " + Identifiers.quote(schema) + " IS " + Identifiers.literal(COMMENT + LAYOUT);
    }

    /**
     * Creates what is missing, in one transaction. The caller holds the work lock.
     *
     * @throws DatabaseException DB006 with what to run where the role may not create the schema, or not all of it is its own
     */
    void create(Connection session, ServerFacts facts) {
        try {
            Transaction.commit(session, () -> {
                try (Statement statement = session.createStatement()) {
                    return statement.execute(script());
                }
            });
        } catch (SQLException e) {
            throw SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)
                    ? missingPrivilege(session, facts)
                    : DatabaseException.during("creating schema " + schema, e);
        }
    }

    /** Why {@link #create} would fail; empty where it would not, which is tried and rolled back. */
    Optional<DatabaseException> obstacle(Connection session, ServerFacts facts) {
        try {
            Transaction.rollback(session, () -> {
                try (Statement statement = session.createStatement()) {
                    return statement.execute("SET LOCAL lock_timeout = '1s'; " + script());
                }
            });
            return Optional.empty();
        } catch (SQLException e) {
            String state = SqlState.of(e);
            if (state.equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                return Optional.of(missingPrivilege(session, facts));
            }
            if (state.equals(SqlState.LOCK_NOT_AVAILABLE)) {
                return Optional.empty();
            }
            throw DatabaseException.during("creating schema " + schema, e);
        }
    }

    DatabaseException missingPrivilege(Connection session, ServerFacts facts) {
        String user = Identifiers.quote(facts.user());
        String advice = facts.hasSchema()
                ? "ALTER SCHEMA " + Identifiers.quote(schema) + " OWNER TO " + user + ";" + othersObjects(session)
                : "GRANT CREATE ON DATABASE " + Identifiers.quote(facts.database()) + " TO " + user + ";";
        return DatabaseException.of(
                ErrorCode.DB006,
                Retry.PERMANENT,
                "role " + facts.user()
                        + (facts.hasSchema() ? " does not own all of" : " cannot create")
                        + " the gate's own schema " + schema + "; run as an administrator: " + advice);
    }

    /** What brings the rest of the schema to the owner, too: whoever made it may have made more. */
    private String othersObjects(Connection session) {
        try (PreparedStatement select = session.prepareStatement(OTHERS)) {
            select.setString(1, schema);
            select.setString(2, schema);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at schema " + schema, e);
        }
    }
}
