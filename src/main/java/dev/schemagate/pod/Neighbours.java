package dev.schemagate.pod;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.db.Identifiers;

/** The live pods of every app, for somebody who is none of them. */
public record Neighbours(String schema, Duration alive) {

    public List<Heartbeat.Neighbour> read(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                "SELECT app, pod, revision, state, ready, beat_at, coalesce(application_name, ''), coalesce(client_addr, '')"
                        + " FROM " + Identifiers.quote(schema)
                        + ".pod WHERE beat_at > clock_timestamp() - make_interval(secs => ?) ORDER BY app, pod")) {
            statement.setDouble(1, alive.toMillis() / 1000.0);
            try (ResultSet row = statement.executeQuery()) {
                return read(row);
            }
        }
    }

    /** The rows of a query whose columns are those of {@link Heartbeat.Neighbour}. */
    static List<Heartbeat.Neighbour> read(ResultSet row) throws SQLException {
        List<Heartbeat.Neighbour> found = new ArrayList<>();
        while (row.next()) {
            Heartbeat.Peer peer = new Heartbeat.Peer(
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getTimestamp(6).toInstant());
            found.add(new Heartbeat.Neighbour(row.getString(1), peer, row.getString(7), row.getString(8)));
        }
        return found;
    }
}
