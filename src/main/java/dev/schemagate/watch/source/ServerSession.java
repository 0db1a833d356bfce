package dev.schemagate.watch.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The one statement of a poll: it reads the log, writes the canary when one is due (the first of all gates that comes by writes
 * it), looks whether a session of this pod is there and whether settings changed, and carries a heartbeat. Further reads of the
 * same poll are the same statement.
 */
public final class ServerSession implements LogReader {

    /** What a statement of a poll does along the way. */
    public interface Errand {

        /** An expression of type {@code text[]}. */
        String sql();

        /** Sets the parameters of that expression; the first of them has the number {@code first}. */
        void bind(PreparedStatement statement, int first) throws SQLException;

        void done(Array result) throws SQLException;
    }

    private final Connection session;
    private final String schema;
    private final ServerSettings settings;
    private final LogDirectorySql sql;
    private final String seenSql;
    private final Duration canaryEvery;
    private boolean askForSession = true;
    private @Nullable String canary;
    private boolean sessionSeen;
    private boolean outdated;
    private @Nullable Errand errand;

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

    @Override
    public Chunk read(String file, long offset, int length) throws SQLException {
        try (PreparedStatement statement = statement(sql.read(along(true)), offset, length, sql.format(), file);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Chunk chunk = LogDirectorySql.chunk(row);
            notice(row);
            return chunk;
        }
    }

    /** The poll of a gate that reads no log over SQL: sessions, and a canary where some mounted log carries it. */
    public void touch(boolean canaryWanted) throws SQLException {
        try (PreparedStatement statement = statement(LogDirectorySql.nothing(along(canaryWanted)), 0, 0, "", "");
                ResultSet row = statement.executeQuery()) {
            row.next();
            notice(row);
        }
    }

    private PreparedStatement statement(String text, long offset, int length, String format, String file)
            throws SQLException {
        PreparedStatement statement = session.prepareStatement(text);
        // Binary from the first execution on: text would double every byte of the log.
        statement.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
        statement.setLong(1, offset);
        statement.setInt(2, length);
        statement.setString(3, format);
        statement.setString(4, file);
        if (errand != null) {
            errand.bind(statement, 5);
        }
        return statement;
    }

    /** What every statement of a poll asks beside the log. */
    private String along(boolean canaryWanted) {
        Errand carried = errand;
        return String.join(
                ", ",
                canaryWanted ? schema + ".write_canary(interval '" + canaryEvery.toMillis() + " ms')" : "NULL::text",
                askForSession ? seenSql : "NULL::bool",
                ServerSettings.VERSION,
                carried == null ? "NULL::text[]" : carried.sql());
    }

    private void notice(ResultSet row) throws SQLException {
        canary = row.getString(6);
        sessionSeen |= row.getBoolean(7);
        outdated = !settings.version().equals(row.getString(8));
        Errand carried = errand;
        if (carried != null) {
            errand = null;
            carried.done(row.getArray(9));
        }
    }

    /** The next statement carries {@code errand}. */
    public void carry(Errand errand) {
        this.errand = errand;
    }

    /** Sends the errand on its own where no statement came through with it. */
    public void finish() throws SQLException {
        if (errand != null) {
            touch(false);
        }
    }

    /** Whether the server's settings were changed since they were looked at. */
    public boolean outdated() {
        return outdated;
    }

    @Override
    public List<Entry> list() throws SQLException {
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
