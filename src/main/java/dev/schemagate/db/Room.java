package dev.schemagate.db;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many sessions all gates of a database may have, and where this one stands among them. The connections are the app's: the
 * gates hold a third of what there is at most, and half of their own share at rest.
 *
 * @param older sessions of gates that were there before this one
 * @param most how many there may be, so that a worker still gets the three more that it needs
 */
public record Room(int older, int most) {

    /** What a worker opens beside its first: Flyway's two, and one that looks who is in the way. */
    private static final int WORKER = 3;

    /** When a session of another login began is not told to everybody. Superusers have no limit (PostgreSQL docs, CREATE ROLE). */
    private static final String OLDER = "(WITH gate AS (SELECT pid, backend_start FROM pg_stat_get_activity(NULL)"
            + " WHERE datid = d.oid AND application_name LIKE '" + Database.APPLICATION_NAME + "%')"
            + " SELECT count(*)::int FROM gate one JOIN gate me ON me.pid = pg_backend_pid() AND one.pid <> me.pid"
            + " AND coalesce((one.backend_start, one.pid) < (me.backend_start, me.pid), true))";

    private static final String FROM =
            " FROM pg_database d LEFT JOIN pg_roles r ON r.rolname = session_user AND NOT r.rolsuper"
                    + " WHERE d.datname = current_database())";

    /**
     * An expression of an array, for {@link #read}.
     *
     * @param sessions {@code gate.database.sessions}
     */
    public static String sql(int sessions) {
        return "(SELECT ARRAY[" + OLDER + ", " + most(sessions) + "]" + FROM;
    }

    /** An expression: how many sessions may outlive a turn. */
    public static String atRest(int sessions) {
        return "(SELECT " + most(sessions) + " / 2" + FROM;
    }

    private static String most(int sessions) {
        String role = limited("r.rolconnlimit");
        String database = limited("d.datconnlimit");
        return "least(greatest(2, least(" + 2 * sessions + ", current_setting('max_connections')::int / 3 - " + WORKER
                + ", " + role + " - " + WORKER + ", " + database + " / 3 - " + WORKER + ")), " + role + ", " + database
                + ")";
    }

    private static String limited(String column) {
        return "CASE WHEN r.rolname IS NOT NULL AND " + column + " >= 0 THEN " + column + " END";
    }

    static RoundTrip.Answer<Room> ask(RoundTrip trip, int sessions) {
        return trip.ask("SELECT " + sql(sessions), row -> {
            row.next();
            return read(row, 1);
        });
    }

    /** The value of {@link #sql} in that column. */
    public static Room read(ResultSet row, int column) throws SQLException {
        Integer[] both = (Integer[]) row.getArray(column).getArray();
        return new Room(both[0], both[1]);
    }

    /** Whether this session may stay for as long as its pass takes. */
    public boolean isEnough() {
        return older < most;
    }

    /** @throws SQLException as where no connection is free, unless there {@link #isEnough} */
    void require() throws SQLException {
        if (!isEnough()) {
            throw new SQLException(text(), SqlState.TOO_MANY_CONNECTIONS);
        }
    }

    public String text() {
        return "there are " + older + " sessions of gates, and there may be " + most;
    }
}
