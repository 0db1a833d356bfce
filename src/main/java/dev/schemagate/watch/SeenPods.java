package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.schemagate.db.Database;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.verdict.Claim;

/** Of which pods a session of their app was there at any look, in {@code pg_stat_activity}, by what their gates know it by. */
final class SeenPods {

    private final Set<Claim> seen = new HashSet<>();

    /** Looks, and returns those of {@code pods} that no session was ever seen of. */
    List<Claim> unseen(Connection session, List<Claim> pods) throws SQLException {
        List<Claim> unseen = new ArrayList<>(pods);
        unseen.removeAll(seen);
        if (!unseen.isEmpty()) {
            List<Session> sessions = sessions(session);
            unseen.stream()
                    .filter(pod -> sessions.stream().anyMatch(pod::claims))
                    .forEach(seen::add);
            unseen.removeAll(seen);
        }
        return unseen;
    }

    private static List<Session> sessions(Connection session) throws SQLException {
        List<Session> sessions = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(
                        "SELECT coalesce(application_name, ''), coalesce(host(client_addr), '') FROM pg_stat_activity"
                                + " WHERE datname = current_database()");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (!Database.isGate(row.getString(1))) {
                    sessions.add(new Session(
                            Map.of(Field.APPLICATION_NAME, row.getString(1), Field.ADDRESS, row.getString(2))));
                }
            }
        }
        return sessions;
    }
}
