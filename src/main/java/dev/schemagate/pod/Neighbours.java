package dev.schemagate.pod;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.schemagate.sql.Identifiers;

/** The live pods of every app, for somebody who is none of them. */
public record Neighbours(String schema, Duration alive) {

    public List<Heartbeat.Neighbour> read(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql(Identifiers.quote(schema)))) {
            statement.setString(1, alive.toString());
            return read(statement);
        }
    }

    /** The pods that beat within a time, which is its parameter. */
    static String sql(String schema) {
        return "SELECT app, pod, revision, state, ready, beat_at, coalesce(application_name, '') AS name,"
                + " coalesce(client_addr, '') AS address FROM " + schema
                + ".pod p WHERE " + alive("p");
    }

    /**
     * A condition: the pod has beaten within a time, an interval that is the parameter, or within three of the pauses that it said
     * it would make.
     *
     * @param pod what the row is called
     */
    public static String alive(String pod) {
        return pod + ".beat_at > clock_timestamp() - greatest(?::interval, 3 * " + pod + ".beat_every)";
    }

    static List<Heartbeat.Neighbour> read(PreparedStatement statement) throws SQLException {
        List<Heartbeat.Neighbour> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Heartbeat.Peer peer = new Heartbeat.Peer(
                        row.getString("pod"),
                        row.getString("revision"),
                        row.getString("state"),
                        row.getBoolean("ready"),
                        row.getTimestamp("beat_at").toInstant(),
                        null);
                found.add(new Heartbeat.Neighbour(
                        row.getString("app"), peer, row.getString("name"), row.getString("address")));
            }
        }
        found.sort(Comparator.comparing(Heartbeat.Neighbour::app)
                .thenComparing(neighbour -> neighbour.peer().pod()));
        return List.copyOf(found);
    }
}
