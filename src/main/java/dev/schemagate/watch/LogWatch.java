package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.verdict.Claim;
import dev.schemagate.watch.verdict.Countdown;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/** Reads every configured source and makes a verdict; knows nothing of the gate. Used by one thread. */
final class LogWatch {

    /** A turn of the watch looks for no more. */
    private static final int SUGGESTIONS = 10;

    /** Another gate may have written one at the same moment. */
    private static final Duration CANARY_AGAIN = Duration.ofMillis(500);

    private final WatchSettings settings;
    private final Clock clock;
    private final ColumnTypes types;
    private final Consumer<ErrorBook.Entry> onNew;
    private final Identification identification;
    private final ServerLook look;
    private final Sources sources;
    private final LogAnalysis analysis;
    private final Obstacles obstacles;
    private final ClosedGate closed;
    private String away = "";
    private Instant canaryAt = Instant.MIN;

    /** @param closure what an earlier process of this pod had closed the gate for; null where it was open */
    LogWatch(
            WatchSettings settings,
            Clock clock,
            ColumnTypes types,
            Consumer<ErrorBook.Entry> onNew,
            Map<String, List<Position>> resume,
            History history,
            WatchStore.@Nullable Closure closure) {
        this.settings = settings;
        this.clock = clock;
        this.types = types;
        this.onNew = onNew;
        this.identification = new Identification(settings);
        this.look = new ServerLook(settings, clock, identification);
        this.sources = new Sources(settings, look, clock, resume);
        this.analysis = new LogAnalysis(settings, clock, history, identification.needed());
        this.obstacles = new Obstacles(settings, sources, analysis, look, identification);
        this.closed = new ClosedGate(closure, analysis, settings.policy(), this::suggestions);
    }

    /**
     * Reads every source to its end and, where one must show a canary, one that is written now. Gives up after {@code patience},
     * and at once where no canary can prove anything.
     */
    void prove(Connection session, Duration patience) throws SQLException, InterruptedException {
        Instant end = clock.instant().plus(patience);
        boolean behind = sources.behind() || !sources.polled() && poll(session, List.of());
        while ((behind || !obstacles.provenOrHopeless()) && clock.instant().isBefore(end)) {
            if (!obstacles.provenOrHopeless() && !clock.instant().isBefore(canaryAt.plus(CANARY_AGAIN))) {
                look.through(session).session().writeCanary(true);
                canaryAt = clock.instant();
            } else if (!behind) {
                Thread.sleep(sources.patience().toMillis());
            }
            behind = poll(session, List.of());
        }
    }

    /** As {@link #poll(Connection, List, boolean)}, over a session that stays, unless its road is stateless. */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours) throws SQLException {
        return poll(session, neighbours, true);
    }

    /**
     * Reads what is new in every source; returns whether one has more at once.
     *
     * @param kept whether the session outlives this poll: gates with such a session read for the others, if any of them may
     */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours, boolean kept) throws SQLException {
        ServerLogSource.Server now = look.through(session);
        now.session().keep(kept);
        away = "";
        PollContext context = new PollContext(
                identification,
                now.settings(),
                neighbours,
                new Neighbours(settings.schema(), settings.alive()),
                catalog(session));
        boolean behind = sources.poll(analysis, context);
        if (sources.canary(now.session(), analysis, context)) {
            canaryAt = clock.instant();
        }
        if (now.session().sessionSeen()) {
            identification.sessionSeen();
        }
        return behind;
    }

    /**
     * Looks for hotfixes for what is new in the book, a few at a time: after the verdict, which must not wait for a parser to
     * be loaded.
     */
    void suggest() {
        Suggestions suggestions = suggestions();
        if (suggestions != null) {
            analysis.book().consider(SUGGESTIONS, suggestions).forEach(onNew);
        }
    }

    private @Nullable Suggestions suggestions() {
        Connection session = look.session();
        return session == null
                ? null
                : new Suggestions(catalog(session), types, settings.config().ownedSchema());
    }

    private CatalogLook catalog(Connection session) {
        return new CatalogLook(
                session,
                Identifiers.quote(settings.schema()),
                List.of(settings.config().foreignSchema(), settings.config().ownedSchema()));
    }

    Verdict verdict() {
        Verdict.Unproven blind = obstacles.blind();
        Verdict verdict =
                analysis.verdict(obstacles.first(), !away.isEmpty() ? away : blind == null ? "" : blind.reason());
        Instant since = history().cleanSince();
        Verdict.Unproven silent = verdict instanceof Verdict.Clean && since != null ? obstacles.silent(since) : null;
        return silent == null ? verdict : silent;
    }

    /** These pods are looked at, and no session of some of them was ever seen. */
    void observe(List<Claim> pods, List<Claim> never) {
        identification.observe(pods, never);
    }

    /** Nothing is read any more. */
    void close() {
        sources.close();
    }

    /** The database is away, and with it what is read over it. */
    void away(String reason) {
        away = "the database cannot be reached: " + reason;
        look.doubt();
    }

    ClosedGate closed() {
        return closed;
    }

    Map<String, List<Position>> positions() {
        return sources.positions();
    }

    History history() {
        return analysis.history();
    }

    ErrorBook book() {
        return analysis.book();
    }

    long bytes() {
        return sources.bytes();
    }

    /** Seconds since a line last proved that the log is read to its end. */
    double lag() {
        return Duration.between(analysis.history().arrived(), clock.instant()).toMillis() / 1000.0;
    }

    WatchStatus status(long revocations, String heal) {
        ServerLogSource.Server now = look.last();
        return new WatchStatus(
                now == null ? "" : now.settings().provider().title(),
                sources.statuses(analysis),
                analysis.history().watermark(),
                lag(),
                identification.text(now == null ? null : now.settings()),
                revocations,
                heal,
                Countdown.of(history(), settings.policy()).orElse(null),
                analysis.book().entries().stream()
                        .map(WatchStatus.ErrorStatus::of)
                        .toList());
    }
}
