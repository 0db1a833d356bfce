package dev.schemagate.watch;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.watch.source.ServerSettings;
import dev.schemagate.watch.verdict.Attribution;

/** What the errors of one poll are seen in the light of: the pods of the last heartbeat, and those of this moment once that is not enough. */
final class PollContext {

    private final Identification identification;
    private final ServerSettings server;
    private final Neighbours neighbours;
    private final CatalogLook catalog;
    private Attribution attribution;
    private boolean asked;

    PollContext(
            Identification identification,
            ServerSettings server,
            List<Heartbeat.Neighbour> lastBeat,
            Neighbours neighbours,
            CatalogLook catalog) {
        this.identification = identification;
        this.server = server;
        this.neighbours = neighbours;
        this.catalog = catalog;
        this.attribution = identification.attribution(server, lastBeat);
    }

    Identification identification() {
        return identification;
    }

    Attribution attribution() {
        return attribution;
    }

    /** As the pods are at this moment, at most once a poll. */
    Attribution attributionNow() {
        if (!asked) {
            asked = true;
            try {
                attribution = identification.attribution(server, neighbours.read(catalog.session()));
            } catch (SQLException e) {
                // What the last heartbeat saw is all there is then.
                return attribution;
            }
        }
        return attribution;
    }

    /** When a gate last changed the catalog; null where none ever did, or that cannot be told. */
    @Nullable
    Instant lastChange() {
        try {
            return catalog.lastChange();
        } catch (SQLException e) {
            return null;
        }
    }
}
