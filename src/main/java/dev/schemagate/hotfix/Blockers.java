package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.SqlText;

/** Names the sessions that stand in a statement's way. */
final class Blockers {

    private static final int QUERY_LENGTH = 60;

    private static final String QUERY = """
            SELECT DISTINCT ON (a.xact_start, a.pid) a.pid, a.usename, a.application_name, a.state,
                   extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, a.query, current_user
            FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
            WHERE l.granted AND l.pid <> pg_backend_pid()
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (l.relation = ANY (?) AND l.mode <> 'AccessShareLock'
                   OR l.relation = ANY (?)
                   OR ? AND l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ?)
            ORDER BY a.xact_start NULLS LAST, a.pid
            LIMIT 3
            """;

    private Blockers() {}

    /** Those with a lock on one of the tables, the oldest transaction first; {@code readersToo} where reading is in the way. */
    static String onTables(Connection session, List<Long> tables, boolean readersToo) throws SQLException {
        return describe(session, tables, readersToo, false);
    }

    /** Those with Prisma's advisory lock. */
    static String onPrismaLock(Connection session) throws SQLException {
        return describe(session, List.of(), false, true);
    }

    private static String describe(Connection session, List<Long> tables, boolean readersToo, boolean advisory)
            throws SQLException {
        List<String> blockers = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(QUERY)) {
            select.setArray(1, session.createArrayOf("oid", tables.toArray()));
            select.setArray(2, session.createArrayOf("oid", readersToo ? tables.toArray() : new Object[0]));
            select.setBoolean(3, advisory);
            select.setLong(4, PrismaLock.KEY);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    blockers.add(describe(row));
                }
            }
        }
        return blockers.isEmpty() ? "nobody who is still there" : String.join("; ", blockers);
    }

    private static String describe(ResultSet row) throws SQLException {
        String state = row.getString(4);
        String who = "pid " + row.getInt(1) + " (" + row.getString(2) + ", " + row.getString(3) + ")";
        if (state == null) {
            return who + ", of which this role sees no more; GRANT pg_read_all_stats TO \"" + row.getString(7)
                    + "\" shows it";
        }
        return who + ", " + state + ", transaction open for " + row.getLong(5) + " s: " + words(row.getString(6));
    }

    private static String words(String query) {
        String text = SqlText.withoutLiterals(query).strip().replaceAll("\\s+", " ");
        return text.length() <= QUERY_LENGTH ? text : text.substring(0, QUERY_LENGTH) + "…";
    }
}
