package dev.schemagate.pod;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.StatelessRoad;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sql.Identifiers;

/**
 * The statement that writes this pod's row in {@code schema_gate.pod} and reads the others'.
 *
 * @param alive how long after its last beat a pod counts as alive
 * @param applicationName of the pod's sessions; null where their address tells them
 * @param declared what this pod's release does without
 */
public record Beat(
        PodIdentity self,
        String schema,
        Duration alive,
        @Nullable String applicationName,
        Declared declared) {

    /**
     * Beats, and returns the other pods of every app that beat lately.
     *
     * @param next until when the next beat comes at the latest
     */
    public List<Heartbeat.Neighbour> write(Connection connection, GateState state, Duration next) throws SQLException {
        String quoted = Identifiers.quote(schema);
        try (PreparedStatement statement = connection.prepareStatement("WITH beat AS (INSERT INTO " + quoted
                + ".pod (app, pod, revision, state, ready, application_name, declared, beat_every, client_addr)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?::interval, host(inet_client_addr())) ON CONFLICT (app, pod) DO UPDATE"
                + " SET revision = EXCLUDED.revision, state = EXCLUDED.state, ready = EXCLUDED.ready,"
                + " client_addr = CASE WHEN ? THEN pod.client_addr ELSE EXCLUDED.client_addr END, application_name = EXCLUDED.application_name,"
                + " declared = EXCLUDED.declared, beat_every = EXCLUDED.beat_every, beat_at = clock_timestamp()) "
                + Neighbours.sql(quoted)
                + " AND (app, pod) <> (?, ?)")) {
            statement.setString(1, self.app());
            statement.setString(2, self.pod());
            statement.setString(3, self.revision());
            statement.setString(4, state.name());
            statement.setBoolean(5, state.ready());
            statement.setString(6, applicationName);
            String[] names = declared.names();
            statement.setArray(7, names == null ? null : connection.createArrayOf("text", names));
            statement.setString(8, next.toString());
            // A pooler's address is nobody's of this pod; its first beat, before it was ready, had its own.
            statement.setBoolean(9, StatelessRoad.isOf(connection));
            statement.setString(10, alive.toString());
            statement.setString(11, self.app());
            statement.setString(12, self.pod());
            return Neighbours.read(statement);
        }
    }
}
