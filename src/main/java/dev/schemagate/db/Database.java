package dev.schemagate.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;

/**
 * Opens connections to one database. There is no pool: a gate holds one connection at most when idle and at most four at
 * work, each with session state (locks, roles) that must die with it. Where none is free it is as patient as it was made.
 */
public final class Database {

    /** How the gate's sessions are known in {@code pg_stat_activity} and in the log. */
    public static final String APPLICATION_NAME = "schema-gate";

    /**
     * Puts a session's search path back to the catalogs alone, as {@link #open} leaves it: what anybody may create in a
     * schema on the path can be called in the place of a function that is meant (CVE-2018-1058; PostgreSQL docs 5.10.6).
     */
    public static final String CATALOGS_ONLY = catalogsOnly(false);

    /** How long what has taken the connection may say nothing while a session is made: it need not be a server. */
    static final Duration GREETING = Duration.ofSeconds(30);

    private static final String CATALOGS = "pg_catalog, pg_temp";
    private static final String OPEN = SessionSettings.pinWith(CATALOGS);
    private static final String CONNECT = SessionSettings.pinWith("pg_temp");

    /** As {@link #CATALOGS_ONLY}, until the end of the transaction. */
    public static final String CATALOGS_AGAIN = catalogsOnly(true);

    /**
     * Puts a session's settings and role back to what {@link #open} left, whatever ran in it; what is prepared and locked stays.
     * RESET alone would bring back what the role, the database or a pooler began with, so the pins are set again.
     */
    public static final String FRESH = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET application_name = '"
            + APPLICATION_NAME + "'; " + CATALOGS_ONLY + "; " + SessionSettings.PIN;

    private final ConnectionTarget target;
    private final Password password;
    private final int sessions;
    private final Patience patience;
    private final @Nullable Database trunk;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private @Nullable StatelessRoad polls;

    /** @param sessions how many of them all gates together hold at rest */
    Database(ConnectionTarget target, Password password, int sessions, Patience patience) {
        this(target, password, sessions, patience, null);
    }

    private Database(
            ConnectionTarget target, Password password, int sessions, Patience patience, @Nullable Database trunk) {
        this.target = target;
        this.password = password;
        this.sessions = sessions;
        this.patience = patience;
        this.trunk = trunk;
    }

    /**
     * The same database, whose sessions can be cancelled apart from all others; cancelling all cancels them, too.
     *
     * @param other what it does where no connection is free
     */
    public Database branch(Patience other) {
        return new Database(target, password, sessions, other, this);
    }

    void roadOfPolls(StatelessRoad road) {
        polls = road;
    }

    /** {@code gate.watch.url}: another road, for what keeps nothing in a session. */
    public Optional<StatelessRoad> polls() {
        return Optional.ofNullable(polls);
    }

    /** {@code gate.database.sessions}: how many sessions all gates of this database together hold at rest. */
    public int sessions() {
        return sessions;
    }

    public ConnectionTarget target() {
        return target;
    }

    /** How a process of ours that is no Java reaches this database. Holds the password: for that process's environment only. */
    public ChildConnection forChild() {
        return new ChildConnection(target, password.read());
    }

    /**
     * A new session in autocommit mode that sees the catalogs without a prefix and nothing else; the caller closes it.
     *
     * @throws DatabaseException where the server is away or refuses, DB011 where a setting cannot be pinned, and DB013 where
     *     no connection is free and patience has ended
     */
    public Connection open() {
        return open(new RoundTrip());
    }

    /** As {@link #open()}, and asks more in the round trip that makes the session ready. */
    public Connection open(RoundTrip more) {
        return open(more, () -> {});
    }

    /**
     * As {@link #open()} for who may stay long: where there are too many sessions of gates before this one it is closed by its
     * first answer, and that is as if no connection were free.
     */
    public Connection enter() {
        RoundTrip count = new RoundTrip();
        RoundTrip.Answer<Room> room = Room.ask(count, sessions);
        return open(count, () -> room.get().require());
    }

    private Connection open(RoundTrip more, Condition staying) {
        try {
            return connect(OPEN, more, staying);
        } catch (SQLException e) {
            throw DatabaseException.connecting(target, e);
        }
    }

    /** A session for a library, which puts the schema it works in on a search path that has no other. */
    Connection connect() throws SQLException {
        return connect(CONNECT, new RoundTrip(), () -> {});
    }

    /** What a new session's first answers must say for it to stay. */
    private interface Condition {
        void check() throws SQLException;
    }

    private Connection connect(String pins, RoundTrip more, Condition staying) throws SQLException {
        for (int tries = 0; ; tries++) {
            long began = System.nanoTime();
            try {
                return connectNow(pins, more, staying);
            } catch (SQLException e) {
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                if (!SqlState.of(e).equals(SqlState.TOO_MANY_CONNECTIONS) || !hasPatience(tries, took, e)) {
                    throw e;
                }
            }
        }
    }

    private boolean hasPatience(int tries, Duration took, SQLException full) {
        try {
            return patience.pause(tries, took, DatabaseException.text(full));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection connectNow(String pins, RoundTrip more, Condition staying) throws SQLException {
        Connection connection = source(target, password).getConnection();
        try {
            SessionSettings.pin(connection, pins, more);
            staying.check();
            if (!target.parameters().containsKey("socketTimeout")) {
                answersWithin(connection, Duration.ZERO);
            }
        } catch (SQLException | DatabaseException e) {
            connection.close();
            throw e;
        }
        for (Database each = this; each != null; each = each.trunk) {
            each.open.removeIf(Database::isClosed);
            each.open.add(connection);
        }
        return connection;
    }

    static PGSimpleDataSource source(ConnectionTarget target, Password password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(
                target.hosts().stream().map(ConnectionTarget.HostPort::host).toArray(String[]::new));
        source.setPortNumbers(target.hosts().stream()
                .mapToInt(ConnectionTarget.HostPort::port)
                .toArray());
        source.setDatabaseName(target.database());
        target.user().ifPresent(source::setUser);
        password.read().ifPresent(source::setPassword);
        source.setConnectTimeout(10);
        source.setTcpKeepAlive(true);
        source.setSocketTimeout((int) GREETING.toSeconds());
        for (Map.Entry<String, String> parameter : target.parameters().entrySet()) {
            source.setProperty(parameter.getKey(), parameter.getValue());
        }
        source.setApplicationName(APPLICATION_NAME);
        // In the first message, so that no session of a gate is ever seen without its name.
        source.setAssumeMinServerVersion("14");
        return source;
    }

    /** How long the server may say nothing to a statement, until its session counts as lost; zero is forever. */
    static void answersWithin(Connection session, Duration limit) throws SQLException {
        session.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
    }

    /** Whether a session of that name is a gate's; pgbouncer may add where it comes from ({@code application_name_add_host}). */
    public static boolean isGate(String applicationName) {
        return applicationName.equals(APPLICATION_NAME) || applicationName.startsWith(APPLICATION_NAME + " - ");
    }

    /** Cancels what the gate's sessions are running, so that a step that is asked to stop does so within its statement. */
    public void cancelAll() {
        for (Connection connection : open.stream().filter(c -> !isClosed(c)).collect(Collectors.toSet())) {
            if (!cancel(connection)) {
                // The server is gone, and its statement with it.
                open.remove(connection);
            }
        }
    }

    /** Cancels what a session is running; false where the server cannot be asked to. */
    public static boolean cancel(Connection session) {
        try {
            session.unwrap(PgConnection.class).cancelQuery();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Cuts the sessions of a server that does not answer. */
    public void abortAll() {
        for (Connection connection : open) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                open.remove(connection);
            }
        }
    }

    /** Runs one statement, or several, for what they do. */
    public static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes a session that may be broken already; then the server has ended it. */
    public static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            return;
        }
    }

    private static String catalogsOnly(boolean local) {
        return "SELECT pg_catalog.set_config('search_path', '" + CATALOGS + "', " + local + ")";
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
