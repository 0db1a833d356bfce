package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Identifiers;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Scope;
import dev.schemagate.watch.verdict.Verdict;

/** Reads every configured source and makes a verdict; knows nothing of the gate. Used by one thread. */
final class LogWatch {

    /** A turn of the watch looks for no more. */
    private static final int SUGGESTIONS = 10;

    private final WatchSettings settings;
    private final Clock clock;
    private final ColumnResolver resolver;
    private final ColumnTypes types;
    private final Consumer<ErrorBook.Entry> onNew;
    private final Identification identification;
    private final ServerLook look;
    private final Sources sources;
    private final Findings findings;

    LogWatch(
            WatchSettings settings,
            Clock clock,
            ColumnResolver resolver,
            ColumnTypes types,
            Consumer<ErrorBook.Entry> onNew,
            Map<String, List<Position>> resume,
            History history) {
        this.settings = settings;
        this.clock = clock;
        this.resolver = resolver;
        this.types = types;
        this.onNew = onNew;
        this.identification = new Identification(settings);
        this.look = new ServerLook(settings, clock, identification);
        this.sources = new Sources(settings, look, resume);
        this.findings = new Findings(settings.policy(), settings.scope(), clock, history, identification.needed());
    }

    /** Reads what is new in every source; returns whether one has more at once. */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours) throws SQLException {
        ServerLogSource.Server now = look.through(session);
        sources.open(clock);
        boolean behind = sources.poll(findings, light(now, session, neighbours));
        sources.canary(now.session(), findings);
        if (now.session().sessionSeen()) {
            identification.sessionSeen();
        }
        return behind;
    }

    private Findings.Light light(ServerLogSource.Server now, Connection session, List<Heartbeat.Neighbour> neighbours) {
        return new Findings.Light(
                new LiveAttribution(
                        identification,
                        now.settings(),
                        neighbours,
                        new Neighbours(settings.schema(), settings.alive()),
                        session),
                identification,
                remedies(session).catalog()::lastChange);
    }

    /**
     * Looks for hotfixes for what is new in the book, a few at a time: after the verdict, which must not wait for a parser to
     * be loaded.
     */
    void suggest(Connection session) {
        findings.book().consider(SUGGESTIONS, remedies(session)::suggest).forEach(onNew);
    }

    private Remedies remedies(Connection session) {
        CatalogLook catalog = new CatalogLook(
                session,
                Identifiers.quote(settings.schema()),
                List.of(settings.foreignSchema(), settings.ownedSchema()));
        return new Remedies(catalog, resolver, types, settings.ownedSchema());
    }

    Verdict verdict() {
        return findings.verdict(obstacle());
    }

    /** Why even a silent log would prove nothing. */
    private Verdict.@Nullable Unproven obstacle() {
        Verdict.Unproven unreadable = sources.unreadable();
        if (unreadable != null) {
            return unreadable;
        }
        Verdict.Unproven misread = findings.misread();
        if (misread != null) {
            return misread;
        }
        ServerLogSource.Server now = look.last();
        if (now == null || !sources.polled()) {
            return new Verdict.Unproven(Reading.NO_SOURCE, "no log has been looked at yet");
        }
        boolean server = sources.carryCanary();
        if (server && !now.settings().filtered().isEmpty()) {
            return new Verdict.Unproven(
                    "errors-filtered",
                    "errors would not be logged: "
                            + String.join(", ", now.settings().filtered()) + "; set it to error or lower");
        }
        if (server && settings.scope() != Scope.DATABASE && !identification.isKnown(now.settings())) {
            return new Verdict.Unproven("no-attribution", identification.obstacle(now.settings()));
        }
        return null;
    }

    /** What the counted errors complained of and the catalog still does not have, as the end of a sentence. */
    String stillMissing() throws SQLException {
        Connection current = look.session();
        return current == null
                ? ""
                : remedies(current).stillMissing(findings.book().entries());
    }

    Map<String, List<Position>> positions() {
        return sources.positions();
    }

    History history() {
        return findings.history();
    }

    ErrorBook book() {
        return findings.book();
    }

    long bytes() {
        return sources.bytes();
    }

    WatchStatus status(long revocations, String heal) {
        ServerLogSource.Server now = look.last();
        return new WatchStatus(
                sources.statuses(),
                findings.history().watermark(),
                Duration.between(findings.history().arrived(), clock.instant()).toMillis() / 1000.0,
                now == null || identification.isKnown(now.settings())
                        ? settings.applicationName()
                                .map(n -> "application_name " + n)
                                .orElse("address")
                        : identification.obstacle(now.settings()),
                revocations,
                heal,
                findings.book().entries().stream()
                        .map(WatchStatus.ErrorStatus::of)
                        .toList());
    }
}
