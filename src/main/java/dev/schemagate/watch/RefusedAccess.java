package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.schemagate.config.GateConfig;
import dev.schemagate.sql.SqlText;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.verdict.History;
import dev.schemagate.watch.verdict.Verdict;

/** Watches the log for whoever is refused a table (SQLSTATE 42501), pod or person. Used by one thread. */
public final class RefusedAccess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Then errors may happen and not be seen. */
    private static final Set<String> BLIND =
            Set.of(Reading.NO_SOURCE, Reading.GAP, Misreadings.CODE, Obstacles.ERRORS_FILTERED);

    private final WatchSettings settings;
    private final Clock clock = new SteadyClock();
    private final LogWatch watch;

    public RefusedAccess(GateConfig config, Duration window) {
        this.settings = WatchSettings.of(config).forRefusals(window);
        this.watch = new LogWatch(
                settings, clock, ColumnTypes.UNKNOWN, entry -> {}, Map.of(), History.begin(clock.instant()), null);
    }

    /** Reads the log up to now; where errors in it could not be relied on to be seen, returns why. */
    public Optional<String> begin(Connection session) throws SQLException, InterruptedException {
        watch.prove(session, PATIENCE);
        return blind();
    }

    /** Reads what is new; returns why that is not all, where it is not. */
    public Optional<String> read(Connection session) throws SQLException {
        watch.poll(session, List.of());
        return blind();
    }

    @Override
    public void close() {
        watch.close();
    }

    private Optional<String> blind() {
        if (watch.verdict() instanceof Verdict.Unproven unproven && BLIND.contains(unproven.code())) {
            return Optional.of(unproven.reason());
        }
        Duration silent = Duration.between(watch.history().arrived(), clock.instant());
        boolean proven = watch.history().watermark() != null
                && silent.compareTo(PATIENCE.plus(settings.canaryEvery().multipliedBy(2))) < 0;
        return proven ? Optional.empty() : Optional.of("no log has shown anything for " + silent.toSeconds() + " s");
    }

    /** Whether everything has been read that the log has up to then. */
    public boolean hasRead(Instant until) {
        Instant watermark = watch.history().watermark();
        return watermark != null && !watermark.isBefore(until);
    }

    /** Who was refused a table of that name since, each as a clause with the statement. */
    public List<String> refused(String table, Instant since) {
        Pattern name = Pattern.compile("(?<![\\p{L}\\p{N}_$])" + Pattern.quote(table) + "(?![\\p{L}\\p{N}_$])");
        return watch.book().entries().stream()
                .filter(entry -> !entry.last().isBefore(since)
                        && name.matcher(entry.error().message()).find())
                .map(entry -> "application \"" + entry.error().applicationName() + "\" at " + entry.last() + ": "
                        + (entry.error().statement() == null
                                ? entry.error().message()
                                : SqlText.shown(entry.error().statement(), 80)))
                .toList();
    }
}
