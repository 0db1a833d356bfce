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

import dev.schemagate.config.GateConfig.WatchScope;
import dev.schemagate.db.StatelessRoad;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.verdict.Claim;
import dev.schemagate.watch.verdict.Countdown;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/** Reads every configured source and makes a verdict; knows nothing of the gate. Used by one thread. */
final class LogWatch {

    /** A turn of the watch looks for no more. */
    private static final int SUGGESTIONS = 10;

    /** Errors that happen would not be seen. */
    static final String ERRORS_FILTERED = "errors-filtered";

    private static final String NO_ATTRIBUTION = "no-attribution";

    static final String NO_TRAFFIC = "no-traffic";

    /** Another gate may have written one at the same moment, before this one looked. */
    private static final Duration CANARY_AGAIN = Duration.ofMillis(500);

    private final WatchSettings settings;
    private final Clock clock;
    private final ColumnTypes types;
    private final Consumer<ErrorBook.Entry> onNew;
    private final Identification identification;
    private final ServerLook look;
    private final Sources sources;
    private final LogAnalysis analysis;
    private final WatchStore.@Nullable Closure closure;
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
        this.sources = new Sources(settings, look, resume);
        this.analysis = new LogAnalysis(settings.policy(), settings.scope(), clock, history, identification.needed());
        this.closure = closure;
    }

    /**
     * Reads every source to its end and, where one must show a canary, one that is written now. Gives up after {@code patience},
     * and at once where no canary can prove anything.
     */
    void prove(Connection session, Duration patience) throws SQLException, InterruptedException {
        Instant end = clock.instant().plus(patience);
        boolean behind = sources.behind() || !sources.polled() && poll(session, List.of());
        while ((behind || !isProven()) && clock.instant().isBefore(end)) {
            if (!isProven() && !clock.instant().isBefore(canaryAt.plus(CANARY_AGAIN))) {
                look.through(session).session().writeCanaryNow();
                canaryAt = clock.instant();
            } else if (!behind) {
                Thread.sleep(sources.patience().toMillis());
            }
            behind = poll(session, List.of());
        }
    }

    /** Whether a canary came back from every source that must show it, or none can prove anything. */
    private boolean isProven() {
        return sources.proven(analysis) || isHopeless();
    }

    private boolean isHopeless() {
        Verdict.Unproven obstacle = obstacle();
        return obstacle != null && !obstacle.code().equals(NO_ATTRIBUTION);
    }

    /** As {@link #poll(Connection, List, boolean)}, over a session that stays, unless its road is stateless. */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours) throws SQLException {
        return poll(session, neighbours, true);
    }

    /**
     * Reads what is new in every source; returns whether one has more at once.
     *
     * @param kept whether the session outlives this poll: only then may this gate read for others
     */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours, boolean kept) throws SQLException {
        ServerLogSource.Server now = look.through(session);
        now.session().keep(kept && !StatelessRoad.isOf(session));
        away = "";
        sources.open(clock);
        boolean behind = sources.poll(analysis, context(now, session, neighbours));
        if (sources.canary(now.session(), analysis)) {
            canaryAt = clock.instant();
        }
        if (now.session().sessionSeen()) {
            identification.sessionSeen();
        }
        return behind;
    }

    private PollContext context(ServerLogSource.Server now, Connection session, List<Heartbeat.Neighbour> neighbours) {
        return new PollContext(
                new LiveAttribution(
                        identification,
                        now.settings(),
                        neighbours,
                        new Neighbours(settings.schema(), settings.alive()),
                        session),
                identification,
                suggestions(session).catalog());
    }

    /**
     * Looks for hotfixes for what is new in the book, a few at a time: after the verdict, which must not wait for a parser to
     * be loaded.
     */
    void suggest(Connection session) {
        analysis.book().consider(SUGGESTIONS, suggestions(session)).forEach(onNew);
    }

    private Suggestions suggestions(Connection session) {
        CatalogLook catalog = new CatalogLook(
                session,
                Identifiers.quote(settings.schema()),
                List.of(settings.config().foreignSchema(), settings.config().ownedSchema()));
        return new Suggestions(catalog, types, settings.config().ownedSchema());
    }

    Verdict verdict() {
        Verdict.Unproven blind = sources.unreadable() != null ? sources.unreadable() : analysis.misread();
        Verdict verdict = analysis.verdict(obstacle(), !away.isEmpty() ? away : blind == null ? "" : blind.reason());
        Instant since = history().cleanSince();
        return verdict instanceof Verdict.Clean
                        && since != null
                        && !identification.isSeen()
                        && sources.silentSince(since)
                ? new Verdict.Unproven(
                        NO_TRAFFIC,
                        "no session of this pod has been seen, and its app has written nothing since " + since
                                + ": a log that is silent for want of traffic proves nothing")
                : verdict;
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

    /** Why even a silent log would prove nothing. */
    private Verdict.@Nullable Unproven obstacle() {
        Verdict.Unproven unreadable = sources.unreadable();
        if (unreadable != null) {
            return unreadable;
        }
        Verdict.Unproven misread = analysis.misread();
        if (misread != null) {
            return misread;
        }
        ServerLogSource.Server now = look.last();
        if (now == null || !sources.polled()) {
            return new Verdict.Unproven(
                    Reading.NO_SOURCE,
                    settings.sources().isEmpty()
                            ? "no source of gate.watch.sources tells of other pods; pod reads the app beside its gate only"
                            : "no log has been looked at yet");
        }
        boolean server = sources.carryCanary();
        if (server && !now.settings().filtered().isEmpty()) {
            return new Verdict.Unproven(
                    ERRORS_FILTERED,
                    "errors would not be logged: "
                            + String.join(", ", now.settings().filtered()) + "; set it to error or lower");
        }
        if (sources.readText() && !now.settings().translated().isEmpty()) {
            return new Verdict.Unproven(
                    ERRORS_FILTERED,
                    "errors would not be known in the app's own log, which is read in English: "
                            + String.join(", ", now.settings().translated()) + "; set it to C");
        }
        if (server && settings.scope() != WatchScope.DATABASE && !identification.isKnown(now.settings())) {
            return new Verdict.Unproven(NO_ATTRIBUTION, identification.obstacle(now.settings()));
        }
        return null;
    }

    /** Why the gate is closed, in a sentence. */
    String reason(Verdict.Bad bad) {
        String evidence = book().evidence();
        if (evidence.isEmpty() && closure != null) {
            evidence = "errors had closed the gate before it was restarted, the last at " + closure.errorAt();
        }
        return evidence.isEmpty() ? bad.reason() : evidence + "; " + bad.reason();
    }

    /** What the errors that closed the gate complained of, also where an earlier process saw them. */
    Complaints complaints() {
        Instant last = history().closedBy();
        List<ErrorBook.Entry> counted = last == null
                ? List.of()
                : book().countedSince(last.minus(settings.policy().window()));
        return counted.isEmpty() && closure != null ? closure.complaints() : Complaints.of(counted);
    }

    /** What they complained of and the catalog still does not have, as the end of a sentence. */
    String stillMissing() throws SQLException {
        Connection current = look.session();
        return current == null ? "" : suggestions(current).stillMissing(complaints());
    }

    /** Opens a closed gate where the catalog has all that they complained of; returns whether it has. */
    boolean releaseIfMended() throws SQLException {
        Connection current = look.session();
        String mended = current == null ? "" : suggestions(current).mended(complaints());
        if (!mended.isEmpty()) {
            analysis.release(mended);
        }
        return !mended.isEmpty();
    }

    /** What an earlier process of this pod had closed the gate for; null where it was open. */
    WatchStore.@Nullable Closure closure() {
        return closure;
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

    WatchStatus status(long revocations, String heal) {
        ServerLogSource.Server now = look.last();
        return new WatchStatus(
                now == null ? "" : now.settings().provider().title(),
                sources.statuses(analysis),
                analysis.history().watermark(),
                Duration.between(analysis.history().arrived(), clock.instant()).toMillis() / 1000.0,
                now == null || identification.isKnown(now.settings())
                        ? settings.applicationName()
                                .map(n -> "application_name " + n)
                                .orElse("address")
                        : identification.obstacle(now.settings()),
                revocations,
                heal,
                Countdown.of(history(), settings.policy()).orElse(null),
                analysis.book().entries().stream()
                        .map(WatchStatus.ErrorStatus::of)
                        .toList());
    }
}
