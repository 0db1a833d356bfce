package dev.schemagate.pod;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import dev.schemagate.db.Identifiers;

/** The live pods of every app, for somebody who is none of them. */
public record Neighbours(String schema, Duration alive) {

    public List<Heartbeat.Neighbour> read(Connection session) throws SQLException {
        try (PreparedStatement statement =
                session.prepareStatement("SELECT " + Identifiers.quote(schema) + ".live_pods(?::interval)")) {
            statement.setString(1, alive.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return of(row.getArray(1));
            }
        }
    }

    /** The rows of {@code live_pods}. */
    static List<Heartbeat.Neighbour> of(Array rows) throws SQLException {
        return Arrays.stream((Object[]) rows.getArray())
                .map(row -> of((String[]) row))
                .toList();
    }

    private static Heartbeat.Neighbour of(String[] row) {
        Heartbeat.Peer peer = new Heartbeat.Peer(
                row[1],
                row[2],
                row[3],
                Boolean.parseBoolean(row[4]),
                Instant.EPOCH.plus(Long.parseLong(row[5]), ChronoUnit.MICROS));
        return new Heartbeat.Neighbour(row[0], peer, row[6], row[7]);
    }
}
