package dev.schemagate.watch.shared;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource.Server;

/**
 * What a collector writes to {@code log_error}: source {@code table}. A collector that stops is a log that shows nothing new; no gate
 * takes its place.
 */
public final class TableSource implements LogSource {

    private final SharedLog log;
    private final Supplier<Server> server;
    private final Set<String> states;
    private final Follower follower;

    /**
     * @param schema our bookkeeping
     * @param states the SQLSTATEs that are looked for; a collector may write others
     * @param seen how far an earlier process of this pod has seen the rows
     * @param fresh what was read longer ago than that proves nothing to a gate that starts
     */
    public TableSource(
            String schema, Supplier<Server> server, List<String> states, List<Position> seen, Duration fresh) {
        this.log = SharedLog.ofCollector(schema);
        this.server = server;
        this.states = Set.copyOf(states);
        this.follower = new Follower(log, seen, fresh);
    }

    @Override
    public String name() {
        return log.source();
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        try {
            Found found = follower.poll(server.get().session(), logRecord -> {
                if (!(logRecord instanceof LogRecord.Failed failed)
                        || states.contains(failed.error().sqlState())) {
                    sink.accept(logRecord);
                }
            });
            if (!found.exists()) {
                return unreadable(
                        Reading.NO_SOURCE,
                        "no collector has written to " + log.schema() + ".log_error yet; see docs/log-sources.md",
                        true);
            }
            return found.code().isEmpty()
                    ? Reading.of(log.schema() + ".log_error", 0, found.canaries(), found.behind())
                            .missing(found.gap())
                    : unreadable(found.code(), found.reason(), found.canaries());
        } catch (SQLException e) {
            return Reading.unreadable("cannot read what the collector wrote: " + DatabaseException.text(e)
                    + " (SQLSTATE " + e.getSQLState() + ")");
        }
    }

    /** A canary must be written all the same: it may be what brings the collector to write. */
    private static Reading unreadable(String code, String reason, boolean canaries) {
        return new Reading(code, reason, "", 0, canaries, false, "");
    }

    @Override
    public List<Position> positions() {
        return follower.positions();
    }

    /** How often a collector writes is not known. */
    @Override
    public boolean isSlow() {
        return true;
    }

    @Override
    public void close() {}
}
