package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.watch.source.ServerSettings;
import dev.schemagate.watch.verdict.Attribution;

/** The attribution of one poll: by the pods of the last heartbeat, and by those of this moment once that is not enough. */
final class LiveAttribution {

    private final Identification identification;
    private final ServerSettings server;
    private final Neighbours neighbours;
    private final Connection session;
    private Attribution known;
    private boolean asked;

    LiveAttribution(
            Identification identification,
            ServerSettings server,
            List<Heartbeat.Neighbour> lastBeat,
            Neighbours neighbours,
            Connection session) {
        this.identification = identification;
        this.server = server;
        this.neighbours = neighbours;
        this.session = session;
        this.known = identification.attribution(server, lastBeat);
    }

    Attribution now() {
        return known;
    }

    /** As the pods are at this moment, at most once a poll. */
    Attribution again() {
        if (!asked) {
            asked = true;
            try {
                known = identification.attribution(server, neighbours.read(session));
            } catch (SQLException e) {
                // What the last heartbeat saw is all there is then.
                return known;
            }
        }
        return known;
    }
}
