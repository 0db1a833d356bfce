package dev.schemagate.pod;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Identifiers;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;

/**
 * This pod's row in {@code schema_gate.pod}, and what the others' rows say. A beat is one SQL expression, so that another statement
 * can carry it. A lost connection is shown and logged once; it changes no readiness, which is about the schema.
 */
public final class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    /** Beats a pod may miss before the others call it gone. */
    private static final int MISSED = 3;

    /** Another pod of the app, as its last beat said. */
    public record Peer(String pod, String revision, String state, boolean ready, Instant beat) {}

    /** Another pod of any app, by what the errors of its sessions are known. */
    public record Neighbour(String app, Peer peer, String applicationName, String address) {}

    /** Whether the database answered the last beat, since when that is so, and why it did not. */
    public record Connectivity(boolean reachable, Instant since, String reason) {}

    private final Database database;
    private final PodIdentity self;
    private final String schema;
    private final Gate gate;
    private final Duration every;
    private final Clock clock;
    private @Nullable Connection session;
    private volatile @Nullable Connectivity connectivity;
    private volatile List<Neighbour> neighbours = List.of();
    private final @Nullable String applicationName;

    public Heartbeat(
            Database database,
            PodIdentity self,
            String schema,
            Gate gate,
            Duration every,
            Clock clock,
            Optional<String> applicationName) {
        this.database = database;
        this.self = self;
        this.schema = Identifiers.quote(schema);
        this.gate = gate;
        this.every = every;
        this.clock = clock;
        this.applicationName = applicationName.orElse(null);
    }

    /** A beat as an expression with nine parameters; its value belongs into {@link #beaten}. */
    public String sql() {
        return schema + ".beat(?, ?, ?, ?, ?, ?, ?::interval, ?, ?)";
    }

    /**
     * Sets the parameters of {@link #sql}.
     *
     * @param first the number of the first of them
     * @param positions how far this pod has read each of its logs, where that changed
     */
    public void bind(PreparedStatement statement, int first, Map<String, String> positions) throws SQLException {
        GateState state = gate.state();
        Connection connection = statement.getConnection();
        statement.setString(first, self.app());
        statement.setString(first + 1, self.pod());
        statement.setString(first + 2, self.revision());
        statement.setString(first + 3, state.name());
        statement.setBoolean(first + 4, state.ready());
        statement.setString(first + 5, applicationName);
        statement.setString(first + 6, alive().toString());
        statement.setArray(
                first + 7, connection.createArrayOf("text", positions.keySet().toArray()));
        statement.setArray(
                first + 8, connection.createArrayOf("text", positions.values().toArray()));
    }

    /** A statement has carried a beat; {@code pods} is what that expression came to. */
    public void beaten(Array pods) throws SQLException {
        neighbours = Neighbours.of(pods).stream()
                .filter(n -> !n.app().equals(self.app()) || !n.peer().pod().equals(self.pod()))
                .toList();
        note(true, "");
    }

    /** One beat on its own. Never throws for a database that is away. */
    public void beat() {
        Connection connection = session().orElse(null);
        if (connection == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + sql())) {
            bind(statement, 1, Map.of());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                beaten(row.getArray(1));
            }
        } catch (SQLException e) {
            close();
            note(false, DatabaseException.during("the heartbeat", e).getMessage());
        }
    }

    private void note(boolean reachable, String reason) {
        Connectivity before = connectivity;
        if (before != null && before.reachable() == reachable) {
            connectivity = new Connectivity(reachable, before.since(), reason);
            return;
        }
        connectivity = new Connectivity(reachable, clock.instant(), reason);
        if (!reachable) {
            LOG.warnf("database unreachable, readiness stays as it is reason=\"%s\"", reason);
        } else if (before != null) {
            LOG.info("database reachable again");
        }
    }

    private void close() {
        if (session != null) {
            Database.close(session);
            session = null;
        }
    }

    /** What the last beat found; null before the first. */
    public @Nullable Connectivity connectivity() {
        return connectivity;
    }

    /** The other pods of the app that beat lately. */
    public List<Peer> peers() {
        return neighbours.stream()
                .filter(neighbour -> neighbour.app().equals(self.app()))
                .map(Neighbour::peer)
                .toList();
    }

    /** The other pods of every app that beat lately. */
    public List<Neighbour> neighbours() {
        return neighbours;
    }

    /** The session of the beats, which the watch shares; opened where there is none, and empty where the database is away. */
    public Optional<Connection> session() {
        try {
            if (session == null) {
                session = database.open();
            }
        } catch (DatabaseException e) {
            note(false, e.getMessage());
        }
        return Optional.ofNullable(session);
    }

    /** How long after its last beat a pod counts as alive. */
    public Duration alive() {
        return every.multipliedBy(MISSED);
    }

    public Duration every() {
        return every;
    }
}
