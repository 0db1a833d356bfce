package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Grants;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sql.Identifiers;

/** Puts the guard into a database, looks at it there, and takes it away. */
public final class Installation {

    /** The functions and triggers go with CASCADE; nobody is stopped any more once the triggers are gone. */
    private static final String REMOVE = """
            SELECT 'DROP EVENT TRIGGER ' || quote_ident(t.evtname) FROM pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid
            JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN (?, ?)
            UNION ALL
            SELECT format('DROP FUNCTION %s', p.oid::regprocedure) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ? AND p.proname <> 'record' OR n.nspname = ? AND p.proname = 'guard_the_guard'
            """;

    /** Whether this role may create schemas, may create in the gate's if it is there, and may give it to the gate's role if not. */
    private static final String GRANTS = """
            SELECT has_database_privilege(current_database(), 'CREATE'), current_database(),
                coalesce(has_schema_privilege(n.oid, 'CREATE'), true), n.oid IS NOT NULL OR coalesce(pg_has_role(r.oid, 'MEMBER'), true)
            FROM (VALUES (1)) always LEFT JOIN pg_roles r ON r.rolname = ? LEFT JOIN pg_namespace n ON n.nspname = ?
            """;

    private final Database database;
    private final GuardScript script;

    public Installation(Database database, GuardScript script) {
        this.database = database;
        this.script = script;
    }

    /**
     * Installs it, or brings it to this program's version; one transaction, so that nobody is ever without it.
     *
     * @param keep false to try it and roll it back
     * @throws GuardException GD001 with the server's answer and who may, where this role may not
     */
    public void install(boolean keep) {
        try (Connection session = database.open()) {
            try {
                Transaction.Body<Void> body = () -> {
                    Database.execute(session, script.sql());
                    return null;
                };
                if (keep) {
                    Transaction.commit(session, body);
                } else {
                    Transaction.rollback(session, body);
                }
            } catch (SQLException e) {
                throw refusal(session, e);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("installing the guard", e);
        }
    }

    private RuntimeException refusal(Connection session, SQLException e) throws SQLException {
        if (!SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)
                && !SqlState.of(e).equals("42710")) {
            return DatabaseException.during("installing the guard", e);
        }
        String grants = missingGrants(session);
        return new GuardException(
                ErrorCode.GD001,
                "the server refuses the guard to role " + session.getMetaData().getUserName() + ": "
                        + DatabaseException.text(e) + "; nothing was changed; "
                        + (grants.isEmpty() ? Platform.of(session).advice() : "run as an administrator: " + grants),
                e);
    }

    /** What an administrator of a managed service may lack who is no superuser; empty where that is not it. */
    private String missingGrants(Connection session) throws SQLException {
        String login = session.getMetaData().getUserName();
        try (PreparedStatement ask = session.prepareStatement(GRANTS)) {
            ask.setString(1, script.role());
            ask.setString(2, script.schema());
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                List<String> grants = new ArrayList<>();
                if (!row.getBoolean(1)) {
                    grants.add("GRANT CREATE ON DATABASE " + Identifiers.quote(row.getString(2)) + " TO "
                            + Identifiers.quote(login) + ";");
                }
                if (!row.getBoolean(3)) {
                    grants.add("GRANT USAGE, CREATE ON SCHEMA " + Identifiers.quote(script.schema()) + " TO "
                            + Identifiers.quote(login) + ";");
                }
                if (!row.getBoolean(4)) {
                    grants.add(Grants.toBecome(session, script.role(), login));
                }
                return String.join(" ", grants);
            }
        }
    }

    /** What of it is there. */
    public Inspection inspect() {
        try (Connection session = database.open();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(Inspection.query(script.schema()))) {
            Map<String, String> found = new TreeMap<>();
            while (row.next()) {
                found.put(row.getString(1), row.getString(2));
            }
            return Inspection.of(script, found, session);
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the guard", e);
        }
    }

    /**
     * Takes the triggers and functions away, in one transaction; the tables with what was allowed stay.
     *
     * @param ticket what for; it is recorded
     * @param purge whether the tables go, too
     * @return false where there was no guard
     * @throws GuardException GD001 where this role may not
     */
    public boolean remove(String ticket, boolean purge) {
        try (Connection session = database.open()) {
            try {
                return Transaction.commit(session, () -> remove(session, ticket, purge));
            } catch (SQLException e) {
                if (SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                    throw new GuardException(
                            ErrorCode.GD001,
                            "the server does not let role "
                                    + session.getMetaData().getUserName() + " remove the guard: "
                                    + DatabaseException.text(e) + "; connect as the role that installed it",
                            e);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseException.during("removing the guard", e);
        }
    }

    private boolean remove(Connection session, String ticket, boolean purge) throws SQLException {
        boolean found = false;
        String guard = Identifiers.quote(script.guard());
        try (PreparedStatement drops = session.prepareStatement(REMOVE)) {
            drops.setString(1, script.guard());
            drops.setString(2, script.schema());
            drops.setString(3, script.guard());
            drops.setString(4, script.schema());
            try (ResultSet drop = drops.executeQuery()) {
                while (drop.next()) {
                    found = true;
                    Database.execute(session, drop.getString(1));
                }
            }
        }
        if (purge) {
            Database.execute(session, "DROP SCHEMA IF EXISTS " + guard + " CASCADE");
        } else if (found) {
            Database.execute(
                    session,
                    "SELECT " + guard + ".record('guard remove', 'removal', 'the guard', "
                            + Identifiers.literal("override " + ticket) + "); DROP FUNCTION " + guard
                            + ".record(text, text, text, text); COMMENT ON SCHEMA " + guard + " IS "
                            + Identifiers.literal(GuardScript.COMMENT + "removed"));
        }
        return found;
    }
}
