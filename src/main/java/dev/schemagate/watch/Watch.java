package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.readiness.Gate;
import dev.schemagate.sequence.Reason;
import dev.schemagate.sequence.Reconciler;
import dev.schemagate.watch.verdict.Attribution.Owner;
import dev.schemagate.watch.verdict.History;

/**
 * What a serving gate does: heartbeat, reading the log, opening and closing, over one session. A database that is away changes
 * no readiness; without data verified falls back to probation by itself.
 */
public final class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final WatchSettings settings;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private final ColumnResolver resolver;
    private final ColumnTypes types;
    private final Reconciler reconciler;
    private final WatchStore store;
    private final GateKeeper keeper;
    private volatile @Nullable LogWatch log;
    private volatile WatchStatus status = WatchStatus.OFF;
    private Instant beatAt = Instant.MIN;
    private boolean failing;

    public Watch(
            GateConfig config,
            Heartbeat heartbeat,
            Reconciler reconciler,
            Gate gate,
            Clock clock,
            ColumnResolver resolver,
            ColumnTypes types) {
        this.settings = WatchSettings.of(config);
        this.heartbeat = heartbeat;
        this.reconciler = reconciler;
        this.clock = clock;
        this.resolver = resolver;
        this.types = types;
        this.store = new WatchStore(settings.self(), settings.schema());
        this.keeper = new GateKeeper(gate, settings, store, heartbeat.alive());
    }

    /** Beats and reads until the thread is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            Instant began = clock.instant();
            boolean behind = turn();
            Duration pause = settings.sources().isEmpty() ? heartbeat.every() : settings.every();
            Duration left = pause.minus(Duration.between(began, clock.instant()));
            Thread.sleep(behind || left.isNegative() ? 1 : Math.max(1, Math.min(left.toMillis(), pause.toMillis())));
        }
    }

    /** One turn; returns whether there is more to read at once. Throws nothing for a database that is away. */
    public boolean turn() {
        Instant now = clock.instant();
        if (!now.isBefore(beatAt)) {
            beatAt = now.plus(heartbeat.every());
            beat();
        }
        Optional<Connection> session = heartbeat.session();
        if (settings.sources().isEmpty() || session.isEmpty()) {
            judgeWithoutSession();
            return false;
        }
        try {
            boolean behind = read(session.get());
            failing = false;
            return behind;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warnf("cannot watch the log, trying again reason=\"%s\"", e.getMessage());
            }
            failing = true;
            beat();
            judgeWithoutSession();
            return false;
        }
    }

    private boolean read(Connection session) throws SQLException {
        LogWatch watch = log;
        if (watch == null) {
            watch = begin(session);
            log = watch;
        }
        boolean behind = watch.poll(session, heartbeat.neighbours());
        boolean closed =
                keeper.apply(watch.verdict(), watch.history(), watch.book().evidence(), session, watch::stillMissing);
        if (closed) {
            reconciler.ask(Reason.REVOKED);
        }
        watch.suggest(session);
        status = watch.status(keeper.revocations(), reconciler.passes().outcome());
        return behind;
    }

    private void beat() {
        LogWatch watch = log;
        Map<String, String> positions = watch == null ? Map.of() : store.unsaved(watch.positions());
        if (heartbeat.beat(positions)) {
            store.saved(positions);
        }
    }

    private LogWatch begin(Connection session) throws SQLException {
        WatchStore.Closure closure = store.openClosure(session);
        Instant now = clock.instant();
        return new LogWatch(
                settings,
                clock,
                resolver,
                types,
                new ErrorLog(clock)::log,
                store.positions(session),
                closure == null ? History.begin(now) : History.closed(now, closure.errorAt(), closure.closures()));
    }

    /** Time alone may end what was verified. */
    private void judgeWithoutSession() {
        LogWatch watch = log;
        if (watch != null) {
            keeper.decay(watch.verdict());
            status = watch.status(keeper.revocations(), reconciler.passes().outcome());
        }
    }

    public WatchStatus status() {
        return status;
    }

    /** How many errors of that SQLSTATE were seen, by whose they are: {@code pod}, {@code revision} or {@code other}. */
    public long errors(String sqlState, String attribution) {
        LogWatch watch = log;
        return watch == null
                ? 0
                : watch.book().total(sqlState, Owner.valueOf(attribution.toUpperCase(java.util.Locale.ROOT)));
    }

    public long revocations() {
        return keeper.revocations();
    }

    public long bytes() {
        LogWatch watch = log;
        return watch == null ? 0 : watch.bytes();
    }

    /** The SQLSTATEs that are looked for. */
    public List<String> states() {
        return settings.states();
    }
}
