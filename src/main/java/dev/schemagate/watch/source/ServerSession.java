package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.RoundTrip;
import dev.schemagate.db.StatelessRoad;

/**
 * The one statement of a poll: it reads the log, and looks whether a canary is due, whether a session of this pod is there and
 * whether settings changed. Further reads of the same poll are the same statement. The canary is a statement of its own, since
 * the server logs the statement with it.
 */
public final class ServerSession implements LogReader {

    private Connection session;
    private final String schema;
    private final ServerSettings settings;
    private final LogDirectorySql sql;
    private final String seenSql;
    private final Duration canaryEvery;
    private boolean askForSession = true;
    private @Nullable String canary;
    private boolean sessionSeen;
    private boolean canaryDue;
    private boolean outdated;
    private boolean asked;
    private boolean kept = true;
    private String beat = "";
    private boolean beaten;

    /** How many columns of an answer come along with each poll, at its beginning. */
    public static final int ALONG = 5;

    /** @param seenSql an expression that is true where a session of this pod is in {@code pg_stat_activity} */
    public ServerSession(
            Connection session, String schema, ServerSettings settings, String seenSql, Duration canaryEvery) {
        this.session = session;
        this.schema = schema;
        this.settings = settings;
        this.sql = new LogDirectorySql(settings, schema);
        this.seenSql = seenSql;
        this.canaryEvery = canaryEvery;
    }

    /** Goes on over another session. */
    public void over(Connection other) {
        session = other;
    }

    @Override
    public Chunk read(String file, long offset, int length) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql.read(along()))) {
            // Binary from the first execution on: text would double every byte of the log.
            if (!StatelessRoad.isOf(session)) {
                statement.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
            }
            statement.setLong(1, offset);
            statement.setInt(2, length);
            statement.setString(3, sql.format());
            statement.setString(4, file);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Chunk chunk = LogDirectorySql.chunk(row);
                notice(row, 6);
                return chunk;
            }
        }
    }

    /** A poll begins. */
    public void begin() {
        asked = false;
    }

    /** Where nothing was asked since the poll began, asks only what every poll asks. */
    public void touchUnlessAsked() throws SQLException {
        if (!asked) {
            ask("NULL", List.of(), row -> true);
        }
    }

    /**
     * A poll that asks for {@code rest}, a select list with what follows it; its columns begin behind {@link #ALONG}, and it has
     * one row at least.
     */
    public <T> T ask(String rest, List<Object> parameters, RoundTrip.Reader<T> rows) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT " + along() + ", " + rest)) {
            int place = 0;
            for (Object parameter : parameters) {
                statement.setObject(++place, parameter);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                notice(row, 1);
                return rows.read(row);
            }
        }
    }

    /** What every statement of a poll asks beside the log. */
    private String along() {
        String every = "interval '" + canaryEvery.toMillis() + " ms'";
        return String.join(
                ", ",
                "(SELECT id FROM " + schema + ".canary)",
                "(SELECT written_at NOT BETWEEN clock_timestamp() - " + every + " AND clock_timestamp() + " + every
                        + " FROM " + schema + ".canary)",
                askForSession ? seenSql : "NULL::bool",
                ServerSettings.VERSION,
                beat.isEmpty() ? "NULL::bool" : beat);
    }

    private void notice(ResultSet row, int first) throws SQLException {
        asked = true;
        canary = row.getString(first);
        canaryDue = row.getBoolean(first + 1);
        sessionSeen |= row.getBoolean(first + 2);
        outdated = !settings.version().equals(row.getString(first + 3));
        beaten &= beat.isEmpty() || row.getBoolean(first + 4);
    }

    /** What each statement of a poll does beside, which is true where it could; empty where it does nothing. */
    public void beat(String expression) {
        beat = expression;
        beaten = true;
    }

    /** Whether every statement since {@link #beat} could do so. */
    public boolean beaten() {
        return beaten;
    }

    /** Whether the session outlives this poll, so that a lock may be kept in it. */
    public void keep(boolean outlives) {
        kept = outlives;
    }

    public boolean kept() throws SQLException {
        return kept && keepsLocks();
    }

    /** Whether a lock may be kept in it until the end of the poll, at least. */
    public boolean keepsLocks() throws SQLException {
        return !StatelessRoad.isOf(session);
    }

    public Connection connection() {
        return session;
    }

    /** Writes a canary; unless {@code now}, only where no gate has done so within the time that one is good for. */
    public void writeCanary(boolean now) throws SQLException {
        try (PreparedStatement statement =
                session.prepareStatement("SELECT " + schema + ".write_canary(?::interval)")) {
            statement.setString(1, (now ? 0 : canaryEvery.toMillis()) + " ms");
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                canary = row.getString(1);
            }
        }
        canaryDue = false;
    }

    /** Whether no gate has written a canary lately. */
    public boolean canaryDue() {
        return canaryDue;
    }

    /** Whether the server's settings were changed since they were looked at. */
    public boolean outdated() {
        return outdated;
    }

    @Override
    public Listing list() throws SQLException {
        return sql.list(session);
    }

    /** The id of the last canary that any gate has written. */
    public @Nullable String canary() {
        return canary;
    }

    /** Whether a session of this pod was there at any poll; asked until one was. */
    public boolean sessionSeen() {
        askForSession &= !sessionSeen;
        return sessionSeen;
    }
}
