package dev.schemagate.locks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.SqlText;

/** Names the sessions that stand in a statement's way. */
public final class Blockers {

    /** What is said where nobody is found. */
    public static final String NOBODY = "no session holds a conflicting lock any more";

    private static final int QUERY_LENGTH = 60;

    /** Prepared transactions have no process: pg_blocking_pids() says 0, pg_locks says NULL. */
    private static final String DESCRIPTION = """
            SELECT b.pid, coalesce(a.usename, a.backend_type), a.application_name, a.state,
                   extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, a.query, current_user
            FROM blocker b LEFT JOIN pg_stat_activity a USING (pid)
            ORDER BY a.xact_start NULLS LAST, b.pid
            LIMIT 3
            """;

    private static final String HOLDERS = """
            WITH blocker AS (
                SELECT DISTINCT coalesce(l.pid, 0) AS pid FROM pg_locks l
                WHERE l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (l.relation = ANY (?) AND l.mode <> 'AccessShareLock'
                       OR l.relation = ANY (?)
                       OR ? AND l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ?))
            """ + DESCRIPTION;

    /** Looks into the lock table only where the session does wait, since that stops the lock manager for a moment. */
    private static final String WAITED_FOR = """
            WITH blocker AS (
                SELECT DISTINCT unnest(pg_blocking_pids(w.pid)) AS pid FROM pg_stat_activity w
                WHERE w.pid = ? AND w.wait_event_type = 'Lock')
            """ + DESCRIPTION;

    private static final String WAITED_FOR_BY_NAME = """
            WITH blocker AS (
                SELECT DISTINCT unnest(pg_blocking_pids(w.pid)) AS pid FROM pg_stat_activity w
                WHERE w.application_name = ? AND w.datname = current_database() AND w.wait_event_type = 'Lock')
            """ + DESCRIPTION;

    /** One session, and what is to be said of it. */
    record Blocker(int pid, String description) {}

    private Blockers() {}

    /** Those that {@code backend}, a session of our own role, waits for: the oldest transaction first. */
    static List<Blocker> of(Connection session, int backend) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(WAITED_FOR)) {
            select.setInt(1, backend);
            return read(select);
        }
    }

    /** Those that sessions of this name wait for, which are of our own role; {@link #NOBODY} where none waits. */
    public static String ofSessions(Connection session, String applicationName) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(WAITED_FOR_BY_NAME)) {
            select.setString(1, applicationName);
            return text(read(select));
        }
    }

    /** Those with a lock on one of the tables, the oldest transaction first; {@code readersToo} where reading is in the way. */
    public static String onTables(Connection session, List<Long> tables, boolean readersToo) throws SQLException {
        return describe(session, tables, readersToo, 0);
    }

    /** Those of some tables that are there, by names with schema as SQL spells them. */
    public static List<Long> tables(Connection session, List<String> names) throws SQLException {
        List<Long> tables = new ArrayList<>();
        try (PreparedStatement select =
                session.prepareStatement("SELECT t.oid FROM unnest(?) n JOIN pg_class t ON t.oid = to_regclass(n)")) {
            select.setArray(1, session.createArrayOf("text", names.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getLong(1));
                }
            }
        }
        return tables;
    }

    /** Those with an advisory lock of one number below 2^32. */
    public static String onAdvisoryLock(Connection session, long key) throws SQLException {
        return describe(session, List.of(), false, key);
    }

    /** @param advisory 0 for none */
    private static String describe(Connection session, List<Long> tables, boolean readersToo, long advisory)
            throws SQLException {
        try (PreparedStatement select = session.prepareStatement(HOLDERS)) {
            select.setArray(1, session.createArrayOf("oid", tables.toArray()));
            select.setArray(2, session.createArrayOf("oid", readersToo ? tables.toArray() : new Object[0]));
            select.setBoolean(3, advisory != 0);
            select.setLong(4, advisory);
            return text(read(select));
        }
    }

    static String text(List<Blocker> blockers) {
        return blockers.isEmpty()
                ? NOBODY
                : blockers.stream().map(Blocker::description).collect(Collectors.joining("; "));
    }

    private static List<Blocker> read(PreparedStatement select) throws SQLException {
        List<Blocker> blockers = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                blockers.add(new Blocker(row.getInt(1), describe(row)));
            }
        }
        return blockers;
    }

    private static String describe(ResultSet row) throws SQLException {
        if (row.getInt(1) == 0) {
            return "a prepared transaction (pg_prepared_xacts)";
        }
        String state = row.getString(4);
        String who = "pid " + row.getInt(1) + " (" + row.getString(2) + ", " + row.getString(3) + ")";
        if (state == null) {
            return who + ", of which this role sees no more; GRANT pg_read_all_stats TO "
                    + Identifiers.quote(row.getString(7)) + "; shows it";
        }
        return who + ", " + state + ", transaction open for " + row.getLong(5) + " s: "
                + SqlText.shown(row.getString(6), QUERY_LENGTH);
    }
}
