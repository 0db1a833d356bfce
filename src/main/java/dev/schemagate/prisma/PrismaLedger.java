package dev.schemagate.prisma;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.policy.rule.Ledgers;
import dev.schemagate.sql.Identifiers;

/**
 * What Prisma wrote of its migrations, and whether it is at work now. Read in one statement, never written.
 *
 * @param rows those asked for
 * @param holder who holds Prisma's migration lock, as a person would look for it; null where nobody does
 */
public record PrismaLedger(List<Row> rows, @Nullable String holder) {

    /** Prisma's migration lock: its engine holds it while it works, and waits about 10 s for it (prisma-engines, sql-schema-connector). */
    public static final long LOCK = 72707369;

    /**
     * One try of a migration; after {@code migrate resolve} one name has two.
     *
     * @param since when it began, in UTC
     * @param age in seconds
     * @param steps 0 where it was marked as applied and never ran
     * @param sqlState of its failure; empty where it has not failed, {@code ?} where the ledger does not say
     */
    public record Row(
            String name, String since, long age, boolean finished, boolean rolledBack, int steps, String sqlState) {

        /** Neither finished nor taken back: Prisma refuses to go on (P3009). */
        public boolean isOpen() {
            return !finished && !rolledBack;
        }

        public boolean hasRun() {
            return finished && !rolledBack && steps > 0;
        }

        public boolean isMarked() {
            return finished && !rolledBack && steps == 0;
        }
    }

    private static final String QUERY = """
            SELECT h.who, m.migration_name, to_char(m.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                   extract(epoch FROM clock_timestamp() - m.started_at)::bigint, m.finished_at IS NOT NULL, m.rolled_back_at IS NOT NULL,
                   m.applied_steps_count,
                   CASE WHEN coalesce(m.logs, '') <> '' THEN coalesce(substring(m.logs FROM 'error code: ([0-9A-Z]{5})'), '?') ELSE '' END
            FROM (SELECT (SELECT 'pid ' || l.pid || coalesce(' (' || nullif(a.application_name, '') || ')', '')
                          FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                          WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %d AND l.objsubid = 1 AND l.granted
                            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1) AS who) h
            LEFT JOIN %s m ON %s
            ORDER BY m.started_at
            """;

    private static final String UNSETTLED =
            "(m.finished_at IS NULL AND m.rolled_back_at IS NULL OR m.applied_steps_count = 0)";

    /** @param all also those rows of which there is nothing to say */
    public static PrismaLedger read(Connection session, String schema, boolean all) throws SQLException {
        String sql = QUERY.formatted(LOCK, Identifiers.quote(schema) + "." + Ledgers.PRISMA, all ? "true" : UNSETTLED);
        try (PreparedStatement select = session.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            String holder = null;
            while (row.next()) {
                holder = row.getString(1);
                if (row.getString(2) != null) {
                    rows.add(new Row(
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getBoolean(5),
                            row.getBoolean(6),
                            row.getInt(7),
                            row.getString(8)));
                }
            }
            return new PrismaLedger(rows, holder);
        }
    }

    /** Asks the catalogs alone. */
    public static ForeignLedger presence(Connection session, String schema) throws SQLException {
        try (PreparedStatement select = session.prepareStatement("SELECT " + ForeignLedger.SQL)) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return ForeignLedger.valueOf(row.getString(1));
            }
        }
    }

    /**
     * What to say where the login may not read it.
     *
     * @param otherwise ends the sentence
     */
    public static DatabaseException unreadable(Connection session, String schema, String otherwise)
            throws SQLException {
        String place = Identifiers.quote(schema);
        String login = Identifiers.quote(session.getMetaData().getUserName());
        return DatabaseException.of(
                ErrorCode.DB006,
                Retry.PERMANENT,
                "the gate's login may not read Prisma's ledger; run as its owner: GRANT SELECT ON " + place + "."
                        + Ledgers.PRISMA + " TO " + login + "; GRANT USAGE ON SCHEMA " + place + " TO " + login
                        + ";" + otherwise);
    }

    /** Whether Prisma would not run it any more: its last try ended well, or it was marked as applied. */
    public boolean isApplied(String name) {
        return last(name).filter(row -> row.hasRun() || row.isMarked()).isPresent();
    }

    /** The last try of a migration. */
    public Optional<Row> last(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).reduce((a, b) -> b);
    }

    /** Those whose last try was marked as applied and never ran. */
    public List<String> marked() {
        return rows.stream()
                .filter(Row::isMarked)
                .map(Row::name)
                .filter(name -> last(name).orElseThrow().isMarked())
                .toList();
    }
}
