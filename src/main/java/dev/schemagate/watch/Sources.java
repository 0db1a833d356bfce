package dev.schemagate.watch;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.verdict.Verdict;

/** The configured sources, how the last poll of each went, and how far each has been read. */
final class Sources {

    private final WatchSettings settings;
    private final ServerLook look;
    private final SourceOpening opening;
    private final Map<String, List<Position>> resume;
    private final List<LogSource> open = new ArrayList<>();
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private final AtomicLong allBytes = new AtomicLong();

    /** @param resume where an earlier process of this pod left off, by source */
    Sources(WatchSettings settings, ServerLook look, Clock clock, Map<String, List<Position>> resume) {
        this.settings = settings;
        this.look = look;
        this.opening = new SourceOpening(settings, this::server, clock);
        this.resume = resume;
    }

    private ServerLogSource.Server server() {
        ServerLogSource.Server now = look.last();
        if (now == null) {
            throw new IllegalStateException("polled before the server was looked at");
        }
        return now;
    }

    /** Reads what is new in every source; returns whether one has more at once. */
    boolean poll(LogAnalysis analysis, PollContext context) {
        if (open.isEmpty()) {
            settings.sources().forEach(source -> open.add(opening.open(source, resume)));
        }
        server().session().begin();
        for (LogSource source : open) {
            Reading reading = source.poll(found -> analysis.take(source.name(), found, context));
            List<String> filtered = server().settings().filtered();
            if (!reading.gap().isEmpty()) {
                gap(source, analysis, reading.gap());
            } else if (!reading.readable()) {
                gap(source, analysis, "could not be read (" + reading.reason() + ")");
            }
            if (reading.carriesCanary() && !filtered.isEmpty()) {
                gap(source, analysis, "errors were not logged (" + String.join(", ", filtered) + ")");
            }
            if (!reading.readable()) {
                look.doubt();
            }
            readings.put(source.name(), reading);
            bytes.merge(source.name(), reading.bytes(), Long::sum);
            allBytes.addAndGet(reading.bytes());
        }
        return behind();
    }

    /** What was read of it so far proves nothing more. */
    private static void gap(LogSource source, LogAnalysis analysis, String reason) {
        source.forget();
        analysis.gap(source.name(), "source " + source.name() + ": " + reason);
    }

    /**
     * Writes a canary where one is due and some source is read in which it must turn up, and tells of the last one. Returns whether
     * it did.
     */
    boolean canary(ServerSession session, LogAnalysis analysis, PollContext context) throws SQLException {
        session.touchUnlessAsked();
        boolean due = carryCanary() && session.canaryDue();
        if (due) {
            session.writeCanary(false);
        }
        open.forEach(source -> source.written(session.canary(), proof -> analysis.take(source.name(), proof, context)));
        return due;
    }

    /** How long to wait for what is just being written. */
    Duration patience() {
        return open.stream().map(LogSource::patience).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Whether every source that a canary can prove has been proven by one, as far as that can be waited for. */
    boolean proven(LogAnalysis analysis) {
        return open.stream().allMatch(source -> {
            Reading reading = readings.get(source.name());
            return reading == null || !reading.carriesCanary() || source.isSlow() || analysis.isProven(source.name());
        });
    }

    /** Whether one is a log of the server. */
    boolean carryCanary() {
        return readings.values().stream().anyMatch(Reading::carriesCanary);
    }

    /** Whether one tells an error by its words alone. */
    boolean readText() {
        return open.stream().anyMatch(LogSource::isText);
    }

    /** Whether one had more to read at its last poll. */
    boolean behind() {
        return readings.values().stream().anyMatch(Reading::behind);
    }

    boolean polled() {
        return !readings.isEmpty();
    }

    /** The first that cannot be read; null where all can. */
    Verdict.@Nullable Unproven unreadable() {
        for (Map.Entry<String, Reading> entry : readings.entrySet()) {
            Reading reading = entry.getValue();
            if (!reading.readable()) {
                return new Verdict.Unproven(reading.code(), "source " + entry.getKey() + ": " + reading.reason());
            }
        }
        return null;
    }

    /** Whether all that was read since {@code time} is the silence of this pod's app. */
    boolean silentSince(Instant time) {
        return open.stream().allMatch(source -> source.isSilentSince(time));
    }

    /** Nothing is read any more. */
    void close() {
        open.forEach(LogSource::close);
    }

    Map<String, List<Position>> positions() {
        Map<String, List<Position>> all = new LinkedHashMap<>();
        open.forEach(source -> all.put(source.keptAs(), source.positions()));
        return all;
    }

    /** How many were read since the start; may be asked by any thread. */
    long bytes() {
        return allBytes.get();
    }

    List<WatchStatus.SourceStatus> statuses(LogAnalysis analysis) {
        return readings.entrySet().stream()
                .map(e -> new WatchStatus.SourceStatus(
                        e.getKey(),
                        e.getValue().readable(),
                        e.getValue().reason(),
                        e.getValue().file(),
                        bytes.getOrDefault(e.getKey(), 0L),
                        analysis.reached(e.getKey()),
                        e.getValue().carriesCanary()))
                .toList();
    }
}
