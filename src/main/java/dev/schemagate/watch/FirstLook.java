package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.pod.Beat;
import dev.schemagate.pod.Declared;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Opening;
import dev.schemagate.sequence.Pass;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/**
 * Begins the watch before the gate opens: takes and keeps how far each log is written, and proves by a canary that it is read, so
 * that an error of the app's first moment is seen, and known to every gate as this pod's. Where an earlier process of this pod had closed the gate it stays closed.
 */
public final class FirstLook implements Opening {

    /** After that long the gate opens without the proof, into probation. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final WatchSettings settings;
    private final WatchStore store;
    private final Beat beat;
    private final Clock clock;
    private final ColumnTypes types;
    private final AtomicReference<@Nullable LogWatch> begun = new AtomicReference<>();
    private volatile int gates = 1;

    public FirstLook(GateConfig config, Clock clock, ColumnTypes types, Declared declared) {
        this.settings = WatchSettings.of(config);
        this.store = new WatchStore(settings.self(), settings.schema());
        this.beat = new Beat(
                settings.self(),
                settings.schema(),
                settings.alive(),
                settings.applicationName().orElse(null),
                declared);
        this.clock = clock;
        this.types = types;
    }

    @Override
    public GateState state(Pass pass, Instant now) throws InterruptedException {
        try {
            return look(pass.session(), now);
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the log before the gate opens", e);
        }
    }

    private GateState look(Connection session, Instant now) throws SQLException, InterruptedException {
        // Whoever reads an error of this pod's first moment knows whose it is.
        List<Heartbeat.Neighbour> neighbours = beat.write(
                session, new GateState.Waiting(now), settings.config().podHeartbeat());
        gates = neighbours.size() + 1;
        if (settings.sources().isEmpty()) {
            store.reopened(session);
            return new GateState.Probation("no-log-source", "gate.watch.sources is empty, so no log is watched", now);
        }
        WatchStore.Left left = store.left(session);
        LogWatch watch = begin(left);
        try {
            return open(session, neighbours, left, watch, now);
        } catch (SQLException | InterruptedException | RuntimeException e) {
            // The next attempt begins another.
            watch.close();
            throw e;
        }
    }

    private GateState open(
            Connection session, List<Heartbeat.Neighbour> neighbours, WatchStore.Left left, LogWatch watch, Instant now)
            throws SQLException, InterruptedException {
        watch.poll(session, neighbours);
        // Not those that are there: what is read now has closed nothing yet, and must be read again if this process
        // dies.
        Map<String, List<Position>> taken = new HashMap<>(watch.positions());
        taken.keySet().removeAll(left.positions().keySet());
        store.save(session, taken);
        watch.prove(session, PATIENCE);
        begun.set(watch);
        Verdict verdict = watch.verdict();
        WatchStore.Closure closure = watch.closed().earlier();
        if (verdict instanceof Verdict.Bad bad && closure != null) {
            return new GateState.Revoked(GateKeeper.ERRORS, watch.closed().reason(bad), closure.closedAt());
        }
        if (left.closure() != null) {
            store.reopened(session);
        }
        // What was read of errors since an earlier process left off closes the gate by the watch's first turn.
        return verdict instanceof Verdict.Unproven unproven
                ? new GateState.Probation(unproven.code(), unproven.reason(), now)
                : new GateState.Probation(Verdict.WATCHING, "errors have been read from the log", now);
    }

    private LogWatch begin(WatchStore.Left left) {
        WatchStore.Closure closure = settings.revokes() ? left.closure() : null;
        Instant now = clock.instant();
        return new LogWatch(
                settings,
                clock,
                types,
                new ErrorLog(clock)::log,
                left.positions(),
                closure == null
                        ? History.begin(now)
                        : History.closed(now.minus(closure.silence()), closure.errorAt(), closure.closures()),
                closure);
    }

    /** The watch that was begun; null before that, and where nothing is watched. */
    @Nullable
    LogWatch watch() {
        return begun.get();
    }

    /** How many gates of the database were alive then, this one among them. */
    int gates() {
        return gates;
    }

    WatchStore store() {
        return store;
    }

    WatchSettings settings() {
        return settings;
    }
}
