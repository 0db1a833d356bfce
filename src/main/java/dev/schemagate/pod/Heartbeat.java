package dev.schemagate.pod;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sql.Identifiers;

/**
 * This pod's row in {@code schema_gate.pod}, and what the others' rows say. A lost connection changes no readiness, which is about
 * the schema.
 */
public final class Heartbeat {

    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private static final Duration PRUNE = Duration.ofHours(1);

    private static final int GOODBYE_SECONDS = 2;

    private static final Set<ErrorCode> WITHOUT_DATABASE =
            EnumSet.of(ErrorCode.DB001, ErrorCode.DB002, ErrorCode.DB013);

    /** Beats a pod may miss before the others call it gone. */
    private static final int MISSED = 3;

    /**
     * Another pod of the app, as its last beat said.
     *
     * @param changed when this gate saw its state change; null where it has not
     */
    public record Peer(
            String pod,
            String revision,
            String state,
            boolean ready,
            Instant beat,
            @Nullable Instant changed) {

        private Peer after(@Nullable Peer before) {
            return before == null
                    ? this
                    : new Peer(pod, revision, state, ready, beat, before.state.equals(state) ? before.changed : beat);
        }
    }

    /** Another pod of any app, by what the errors of its sessions are known. */
    public record Neighbour(String app, Peer peer, String applicationName, String address) {}

    private final Sessions sessions;
    private final PodIdentity self;
    private final String schema;
    private final Gate gate;
    private final Duration every;
    private final Clock clock;
    private Instant pruneAt = Instant.MIN;
    private volatile List<Neighbour> neighbours = List.of();
    private final Transitions transitions;
    private final @Nullable String applicationName;
    private final Declared declared;

    public Heartbeat(
            Sessions sessions,
            PodIdentity self,
            String schema,
            Gate gate,
            Duration every,
            Clock clock,
            Optional<String> applicationName,
            Declared declared) {
        this.sessions = sessions;
        this.self = self;
        this.schema = schema;
        this.gate = gate;
        this.transitions = new Transitions(self, schema, gate);
        this.every = every;
        this.clock = clock;
        this.applicationName = applicationName.orElse(null);
        this.declared = declared;
    }

    /** One beat of a turn. Never throws for a database that is away, and returns whether it is there. */
    public boolean beat() {
        Connection connection = sessions.take().orElse(null);
        if (connection == null) {
            return false;
        }
        try {
            neighbours = changed(
                    neighbours,
                    new Beat(self, schema, alive(every), applicationName, declared)
                            .write(connection, gate.state(), Collections.max(List.of(every, sessions.longest()))));
            sessions.gates(neighbours.size() + 1);
            transitions.write(connection);
            prune(connection);
            sessions.answered();
            return true;
        } catch (SQLException e) {
            sessions.lost(DatabaseException.during("the heartbeat", e));
            return false;
        }
    }

    private static List<Neighbour> changed(List<Neighbour> before, List<Neighbour> now) {
        Map<List<String>, Peer> known = new HashMap<>();
        before.forEach(each -> known.put(List.of(each.app, each.peer.pod), each.peer));
        return now.stream()
                .map(each -> new Neighbour(
                        each.app,
                        each.peer.after(known.get(List.of(each.app, each.peer.pod))),
                        each.applicationName,
                        each.address))
                .toList();
    }

    /** The last beat, when this pod ends: it is not ready any more. Nothing where the database is away. */
    public void leave() {
        Connection connection = sessions.last().orElse(null);
        if (connection == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("UPDATE " + Identifiers.quote(schema)
                + ".pod SET state = 'stopped', ready = false, beat_at = clock_timestamp() WHERE app = ? AND pod = ?")) {
            statement.setString(1, self.app());
            statement.setString(2, self.pod());
            statement.setQueryTimeout(GOODBYE_SECONDS);
            statement.executeUpdate();
            end(connection, "stopped", "the process was asked to stop");
        } catch (SQLException e) {
            LOG.debugf("cannot say goodbye reason=\"%s\"", e.getMessage());
        }
        sessions.close();
    }

    /** The process ends before it was ready. Nothing where it is the database that could not be had. */
    public void fail(GateException why) {
        ErrorCode code = why.getCause() instanceof GateException failure ? failure.code() : why.code();
        if (WITHOUT_DATABASE.contains(code)) {
            return;
        }
        sessions.take().ifPresent(connection -> {
            try {
                end(connection, why.code().name(), "the process ended: " + why.describe());
            } catch (SQLException e) {
                LOG.debugf("cannot keep why the process ended reason=\"%s\"", e.getMessage());
            }
            sessions.close();
        });
    }

    private void end(Connection connection, String code, String reason) throws SQLException {
        Transition last = new Transition(clock.instant(), "stopped", false, code, reason);
        transitions.end(connection, last, GOODBYE_SECONDS);
    }

    /** Takes away what pods and programs left that are long gone. */
    private void prune(Connection connection) throws SQLException {
        Instant now = clock.instant();
        if (now.isBefore(pruneAt)) {
            return;
        }
        pruneAt = now.plus(PRUNE);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT " + Identifiers.quote(schema) + ".prune()");
        }
    }

    /** The last transitions of this pod, earlier processes among them, the newest first. */
    public List<Transition> transitions() {
        return transitions.last();
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

    /** How long after its last beat a pod counts as alive, where it beats {@code every}. */
    public static Duration alive(Duration every) {
        return every.multipliedBy(MISSED);
    }

    public Duration every() {
        return every;
    }
}
