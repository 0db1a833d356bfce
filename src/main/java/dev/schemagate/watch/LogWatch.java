package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.config.GateConfig.Source;
import dev.schemagate.db.Identifiers;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.source.FileSource;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.source.ServerSettings;
import dev.schemagate.watch.verdict.Attribution;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Scope;
import dev.schemagate.watch.verdict.Verdict;

/** Reads every configured source and makes a verdict; knows nothing of the gate. Used by one thread. */
final class LogWatch {

    private static final Duration RECHECK = Duration.ofMinutes(1);

    private final WatchSettings settings;
    private final Clock clock;
    private final ColumnResolver resolver;
    private final ColumnTypes types;
    private final Consumer<ErrorBook.Entry> onNew;
    private final Identification identification;
    private final Findings findings;
    private final Map<String, List<Position>> resume;
    private final List<LogSource> sources = new ArrayList<>();
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private final AtomicLong allBytes = new AtomicLong();
    private ServerLogSource.@Nullable Server server;
    private @Nullable Connection session;
    private Instant recheckAt = Instant.MIN;

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
        this.resume = resume;
        this.identification = new Identification(settings);
        this.findings = new Findings(settings.policy(), settings.scope(), clock, history);
    }

    /** Reads what is new in every source; returns whether one has more at once. */
    boolean poll(Connection session, List<Heartbeat.Neighbour> neighbours) throws SQLException {
        ServerLogSource.Server now = server(session);
        CatalogLook catalog = catalog(session);
        Findings.Light light = new Findings.Light(
                attributing(now.settings(), session, neighbours),
                identification,
                catalog::lastChange,
                error -> suggest(error, catalog),
                onNew);
        boolean behind = false;
        boolean polled = false;
        for (LogSource source : sources) {
            Reading before = readings.get(source.name());
            boolean carriesCanary = source instanceof ServerLogSource || before != null && before.carriesCanary();
            Reading reading = source.poll(
                    logRecord -> findings.take(source.name(), sources.size(), carriesCanary, logRecord, light));
            if (!reading.readable() && before != null && before.readable()) {
                findings.gap();
            }
            if (!reading.readable()) {
                recheckAt = Instant.MIN;
            }
            readings.put(source.name(), reading);
            bytes.merge(source.name(), reading.bytes(), Long::sum);
            allBytes.addAndGet(reading.bytes());
            behind |= reading.behind();
            polled |= source instanceof ServerLogSource;
        }
        if (!polled) {
            now.session().touch(readings.values().stream().anyMatch(Reading::carriesCanary));
        }
        for (LogSource source : sources) {
            Reading reading = readings.get(source.name());
            if (reading != null && reading.carriesCanary()) {
                findings.canaryWritten(
                        source.name(), sources.size(), now.session().canary());
            }
        }
        if (now.session().sessionSeen()) {
            identification.sessionSeen();
        }
        return behind;
    }

    private Findings.Attributing attributing(
            ServerSettings server, Connection session, List<Heartbeat.Neighbour> neighbours) {
        return new Findings.Attributing() {
            private Attribution known = identification.attribution(server, neighbours);
            private boolean asked;

            @Override
            public Attribution now() {
                return known;
            }

            @Override
            public Attribution again() {
                if (!asked) {
                    asked = true;
                    try {
                        List<Heartbeat.Neighbour> fresh =
                                new Neighbours(settings.schema(), settings.alive()).read(session);
                        known = identification.attribution(server, fresh);
                    } catch (SQLException e) {
                        // What the last heartbeat saw is all there is then.
                        return known;
                    }
                }
                return known;
            }
        };
    }

    /** The server as this session sees it; looked at again every minute, and after a new connection. */
    private ServerLogSource.Server server(Connection current) throws SQLException {
        Instant now = clock.instant();
        ServerLogSource.Server known = server;
        boolean sameSession = session == current;
        if (known == null || !sameSession || !now.isBefore(recheckAt)) {
            ServerSettings read = ServerSettings.read(current, Identifiers.quote(settings.schema()));
            LogFormats formats = known != null && unchanged(known.settings(), read)
                    ? known.formats()
                    : new LogFormats(settings.watchedStates(), read.zone(), read.prefix(), clock);
            ServerSession reading = new ServerSession(
                    current,
                    Identifiers.quote(settings.schema()),
                    read,
                    settings.scope() == Scope.DATABASE ? "false" : identification.sessionSql(),
                    settings.canaryEvery());
            known = new ServerLogSource.Server(read, reading, formats);
            server = known;
            session = current;
            recheckAt = now.plus(recheck());
            if (sources.isEmpty()) {
                settings.sources().forEach(source -> sources.add(open(source, formats)));
            }
        }
        return known;
    }

    /** Within a window at the latest: what began to be filtered during it must not be taken for silence. */
    private Duration recheck() {
        Duration window = settings.policy().window();
        return window.compareTo(RECHECK) < 0 ? window : RECHECK;
    }

    private static boolean unchanged(ServerSettings before, ServerSettings now) {
        return before.zone().equals(now.zone()) && before.prefix().equals(now.prefix());
    }

    private LogSource open(Source source, LogFormats formats) {
        return switch (source) {
            case SERVER_LOG ->
                new ServerLogSource(
                        () -> {
                            ServerLogSource.Server now = server;
                            if (now == null) {
                                throw new IllegalStateException("polled before the server was looked at");
                            }
                            return now;
                        },
                        resume.getOrDefault("server-log", List.of()));
            case FILE ->
                new FileSource(
                        settings.file()
                                .orElseThrow(() -> ConfigurationException.of(
                                        "gate.watch.file", "is not set; gate.watch.sources names file")),
                        formats,
                        resume.getOrDefault("file", List.of()));
        };
    }

    private CatalogLook catalog(Connection session) {
        return new CatalogLook(
                session,
                Identifiers.quote(settings.schema()),
                List.of(settings.foreignSchema(), settings.ownedSchema()));
    }

    private Optional<Suggestion> suggest(dev.schemagate.watch.record.DatabaseError error, CatalogLook catalog) {
        return Suggestion.of(
                error,
                resolver,
                types,
                table -> {
                    try {
                        return catalog.schemaOf(table);
                    } catch (SQLException e) {
                        return null;
                    }
                },
                settings.ownedSchema());
    }

    Verdict verdict() {
        return Verdict.of(findings.history(), obstacle(), clock.instant(), settings.policy());
    }

    /** Why even a silent log would prove nothing. */
    private Verdict.@Nullable Unproven obstacle() {
        for (Map.Entry<String, Reading> entry : readings.entrySet()) {
            if (!entry.getValue().readable()) {
                return new Verdict.Unproven(
                        entry.getValue().code(),
                        "source " + entry.getKey() + ": " + entry.getValue().reason());
            }
        }
        ServerLogSource.Server now = server;
        if (now == null || readings.isEmpty()) {
            return new Verdict.Unproven(Reading.NO_SOURCE, "no log has been looked at yet");
        }
        boolean server = readings.values().stream().anyMatch(Reading::carriesCanary);
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
        Connection current = session;
        if (current == null) {
            return "";
        }
        CatalogLook catalog = catalog(current);
        List<String> missing = new ArrayList<>();
        for (ErrorBook.Entry entry : findings.book().entries()) {
            Suggestion suggestion = entry.suggestion();
            if (entry.counted()
                    && suggestion != null
                    && suggestion.schema() != null
                    && suggestion.table() != null
                    && missing.size() < 3
                    && !catalog.hasColumn(suggestion.schema(), suggestion.table(), suggestion.column())) {
                missing.add(suggestion.schema() + "." + suggestion.table() + "." + suggestion.column());
            }
        }
        return missing.isEmpty() ? "" : "; still missing: " + String.join(", ", missing);
    }

    Map<String, List<Position>> positions() {
        Map<String, List<Position>> all = new LinkedHashMap<>();
        sources.forEach(source -> all.put(source.name(), source.positions()));
        return all;
    }

    History history() {
        return findings.history();
    }

    ErrorBook book() {
        return findings.book();
    }

    long bytes() {
        return allBytes.get();
    }

    WatchStatus status(long revocations, String heal) {
        ServerLogSource.Server now = server;
        return new WatchStatus(
                readings.entrySet().stream()
                        .map(e -> new WatchStatus.SourceStatus(
                                e.getKey(),
                                e.getValue().readable(),
                                e.getValue().reason(),
                                e.getValue().file(),
                                bytes.getOrDefault(e.getKey(), 0L)))
                        .toList(),
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
