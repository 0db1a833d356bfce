package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jboss.logging.Logger;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Sessions;
import dev.schemagate.readiness.Gate;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.Reason;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.watch.verdict.Attribution.Owner;

/**
 * What a serving gate does: heartbeat, reading the log, opening and closing, over one session a turn. A database that is away changes
 * no readiness; without data verified falls back to probation by itself.
 */
public final class Watch {

    /** The state's code where the last ready pod serves on, although errors would close it. */
    public static final String DEGRADED = "degraded";

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final WatchSettings settings;
    private final FirstLook first;
    private final Heartbeat heartbeat;
    private final Sessions sessions;
    private final Clock clock;
    private final Reconciler reconciler;
    private final Gate gate;
    private final GateKeeper keeper;
    private volatile WatchStatus status = WatchStatus.OFF;
    private Instant beatAt = Instant.MIN;
    private boolean failing;

    /** @param schemaMatches whether the database has all that the mounted schema.prisma says, as far as was looked */
    public Watch(
            FirstLook first,
            Heartbeat heartbeat,
            Sessions sessions,
            Reconciler reconciler,
            Gate gate,
            Clock clock,
            BooleanSupplier schemaMatches) {
        this.settings = first.settings();
        this.first = first;
        this.heartbeat = heartbeat;
        this.sessions = sessions;
        this.reconciler = reconciler;
        this.gate = gate;
        this.clock = clock;
        this.keeper = new GateKeeper(gate, settings, first.store(), schemaMatches);
    }

    /** Beats and reads until the thread is interrupted. */
    public void run() throws InterruptedException {
        sessions.gates(first.gates());
        Thread.sleep(sessions.delay().toMillis());
        while (true) {
            Instant began = clock.instant();
            boolean behind = turn();
            Duration pause = sessions.pause();
            Duration left = pause.minus(Duration.between(began, clock.instant()));
            Thread.sleep(behind || left.isNegative() ? 1 : Math.max(1, Math.min(left.toMillis(), pause.toMillis())));
        }
    }

    /** One turn; returns whether there is more to read at once. Throws nothing for a database that is away. */
    public boolean turn() {
        try {
            return look();
        } finally {
            sessions.release();
        }
    }

    private boolean look() {
        Instant now = clock.instant();
        // Not late, where the next turn would be.
        boolean beat =
                !now.plus(sessions.kept() ? Duration.ZERO : sessions.longest()).isBefore(beatAt);
        if (beat) {
            beatAt = now.plus(heartbeat.every());
            heartbeat.beat();
        }
        LogWatch watch = first.watch();
        if (watch == null) {
            return false;
        }
        try {
            Optional<Connection> session = sessions.take();
            boolean behind = session.isPresent() && read(watch, session.get(), beat);
            if (session.isEmpty()) {
                withoutSession(watch);
            }
            failing = session.isEmpty();
            return behind;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warnf("cannot watch the log, trying again reason=\"%s\"", e.getMessage());
            }
            failing = true;
            heartbeat.beat();
            withoutSession(watch);
            return false;
        }
    }

    private boolean read(LogWatch watch, Connection session, boolean beat) throws SQLException {
        boolean behind = watch.poll(session, heartbeat.neighbours(), sessions.kept());
        if (keeper.apply(watch, session)) {
            reconciler.ask(Reason.REVOKED);
        }
        watch.suggest();
        if (gate.state() instanceof GateState.Revoked) {
            first.store().save(session, watch.closed().complaints());
        }
        if (beat && !keeper.undecided()) {
            first.store().save(session, watch.positions());
        }
        publish(watch);
        return behind;
    }

    /** Time alone may end what was verified, and what was closed. */
    private void withoutSession(LogWatch watch) {
        watch.away(sessions.reason());
        try {
            keeper.apply(watch, null);
        } catch (SQLException e) {
            throw new IllegalStateException("nothing is asked without a session", e);
        }
        publish(watch);
    }

    private void publish(LogWatch watch) {
        status = watch.status(keeper.revocations(), reconciler.passes().outcome());
    }

    /** What the last turn found; only how far the log lags behind is counted on meanwhile, since a turn may hang. */
    public WatchStatus status() {
        LogWatch watch = first.watch();
        return watch == null ? status : status.lagging(watch.lag());
    }

    /** How many errors of that SQLSTATE were seen, by whose they are: {@code pod}, {@code revision} or {@code other}. */
    public long errors(String sqlState, String attribution) {
        LogWatch watch = first.watch();
        return watch == null
                ? 0
                : watch.book().total(sqlState, Owner.valueOf(attribution.toUpperCase(java.util.Locale.ROOT)));
    }

    public long revocations() {
        return keeper.revocations();
    }

    public long bytes() {
        LogWatch watch = first.watch();
        return watch == null ? 0 : watch.bytes();
    }

    /** The SQLSTATEs that are looked for. */
    public List<String> states() {
        return settings.config().watch().states();
    }
}
