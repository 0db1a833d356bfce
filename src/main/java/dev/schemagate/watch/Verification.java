package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.AnswerLimit;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.StatelessRoad;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.Neighbours;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.verdict.Claim;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/** The gate's verdict for a pipeline: over all pods of a revision, for a time of its own. Writes nothing but canaries. */
public final class Verification {

    /** What nobody will heal while a pipeline waits is not waited for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Set<String> OBSTACLES = Set.of(Reading.NO_SOURCE, Misreadings.CODE, Obstacles.ERRORS_FILTERED);

    /** How it ended. */
    public enum Outcome {
        CLEAN,
        ERRORS,
        NO_DATA
    }

    /**
     * What was found.
     *
     * @param pods the live pods of the revision at the end
     * @param errors those that count, their statements without literals
     */
    public record Report(
            Outcome outcome, String revision, List<String> pods, String reason, List<WatchStatus.ErrorStatus> errors) {}

    private final GateConfig config;
    private final Database database;
    private final Clock clock;
    private final ColumnTypes types;

    public Verification(GateConfig config, Database database, Clock clock, ColumnTypes types) {
        this.config = config;
        this.database = database;
        this.clock = clock;
        this.types = types;
    }

    /**
     * Watches until the log was clean for {@code window} of log time, until errors were seen, or until it is clear that nothing
     * can be said: also where part of the log is lost once the clean time has begun.
     *
     * @param progress told once a poll how far it is
     */
    public Report verify(String revision, Duration window, Consumer<String> progress) throws InterruptedException {
        WatchSettings settings = WatchSettings.of(config).forRevision(revision, window);
        Instant begun = clock.instant();
        Instant patience = begun.plus(PATIENCE);
        Instant deadline = patience.plus(window).plus(window.dividedBy(2));
        Neighbours live = new Neighbours(settings.schema(), settings.alive());
        SeenPods seen = new SeenPods();
        LogWatch watch = new LogWatch(settings, clock, types, entry -> {}, Map.of(), History.begin(begun), null);
        try (Connection session = database.polls().map(StatelessRoad::open).orElseGet(database::open)) {
            AnswerLimit.within(window).set(session);
            watch.prove(session, PATIENCE);
            boolean counting = false;
            while (true) {
                List<Heartbeat.Neighbour> neighbours = live.read(session);
                List<Claim> pods = neighbours.stream()
                        .map(Identification::claim)
                        .filter(pod ->
                                pod.app().equals(config.app()) && pod.revision().equals(revision))
                        .toList();
                watch.observe(pods, seen.unseen(session, pods));
                boolean behind = watch.poll(session, neighbours);
                watch.suggest();
                Verdict verdict = watch.verdict();
                boolean clean = watch.history().cleanSince() != null;
                Instant now = clock.instant();
                if (verdict instanceof Verdict.Bad) {
                    return report(
                            Outcome.ERRORS, revision, pods, watch, watch.book().evidence());
                }
                if (pods.isEmpty() && !now.isBefore(patience)) {
                    String reason = "no live pod of app " + config.app() + " has that revision";
                    return report(Outcome.NO_DATA, revision, pods, watch, reason);
                }
                if (verdict instanceof Verdict.Clean proof && !pods.isEmpty()) {
                    return report(Outcome.CLEAN, revision, pods, watch, proof.reason());
                }
                if (verdict instanceof Verdict.Unproven unproven) {
                    boolean hopeless = OBSTACLES.contains(unproven.code()) && !now.isBefore(patience);
                    boolean lost = counting && !clean;
                    if (hopeless || lost || !now.isBefore(deadline)) {
                        String reason = unproven.code() + ": " + unproven.reason();
                        return report(Outcome.NO_DATA, revision, pods, watch, reason);
                    }
                    progress.accept(unproven.reason());
                }
                counting = clean;
                Thread.sleep(behind ? 1 : settings.config().watch().every().toMillis());
            }
        } catch (SQLException e) {
            throw DatabaseException.during("reading the server's log", e);
        } finally {
            watch.close();
        }
    }

    private static Report report(Outcome outcome, String revision, List<Claim> pods, LogWatch watch, String reason) {
        List<WatchStatus.ErrorStatus> errors = watch.book().entries().stream()
                .filter(ErrorBook.Entry::counted)
                .map(WatchStatus.ErrorStatus::of)
                .toList();
        return new Report(outcome, revision, pods.stream().map(Claim::pod).toList(), reason, errors);
    }
}
