package dev.schemagate.watch;

import java.sql.SQLException;
import java.time.Instant;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Opening;
import dev.schemagate.sequence.Pass;

/**
 * What an earlier process of this pod and revision left: one that had closed the gate leaves it closed, so that a restarted gate
 * does not let in traffic for the time of a poll.
 */
public final class StoredVerdict implements Opening {

    private final WatchSettings settings;
    private final WatchStore store;

    public StoredVerdict(GateConfig config) {
        this.settings = WatchSettings.of(config);
        this.store = new WatchStore(settings.self(), settings.schema());
    }

    @Override
    public GateState state(Pass pass, Instant now) {
        if (settings.sources().isEmpty() || !settings.revokes()) {
            return ALWAYS.state(pass, now);
        }
        try {
            WatchStore.Closure closure = store.openClosure(pass.session());
            return closure == null
                    ? ALWAYS.state(pass, now)
                    : new GateState.Revoked(
                            GateKeeper.ERRORS,
                            "errors had closed the gate before it was restarted; the last was at " + closure.errorAt(),
                            closure.closedAt());
        } catch (SQLException e) {
            throw DatabaseException.during("reading the verdict before the restart", e);
        }
    }
}
