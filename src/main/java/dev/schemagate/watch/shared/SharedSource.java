package dev.schemagate.watch.shared;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource.Server;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.source.SourcePause;

/**
 * A log of the whole database, which one gate reads for all. Whoever finds that nobody reads it becomes its reader: it goes on where
 * the last one left off and writes what it finds as rows. All gates, the reader too, take errors and proofs from the rows.
 */
public final class SharedSource implements LogSource {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration OTHERS = Duration.ofMillis(50);

    /** Polls for which a reader that says nothing may yet be replaced. */
    private static final int GRACE = 3;

    private final SharedLog log;
    private final Supplier<Server> server;
    private final Reader reader;
    private final Follower follower;
    private final boolean slow;
    private final SourcePause backoff;
    private @Nullable Reading failure;
    private String version = "";
    private int unheard;

    /**
     * @param opening the log itself, from where a reader left off
     * @param seen how far an earlier process of this pod has seen the rows
     * @param fresh what was read back longer ago than that proves nothing to a gate that starts
     * @param slow whether the log is looked at seldom
     */
    public SharedSource(
            SharedLog log,
            Function<List<Position>, LogSource> opening,
            Supplier<Server> server,
            List<Position> seen,
            Duration fresh,
            boolean slow,
            Clock clock) {
        this.log = log;
        this.server = server;
        this.reader = new Reader(log, opening);
        this.follower = new Follower(log, seen, fresh);
        this.slow = slow;
        this.backoff = new SourcePause(clock, LONGEST_PAUSE);
    }

    /** Under which name {@link #positions} of a source are kept. */
    public static String keptAs(String source) {
        return Follower.KEPT + source;
    }

    @Override
    public String name() {
        return log.source();
    }

    @Override
    public String keptAs() {
        return keptAs(name());
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        Server now = server.get();
        if (!now.settings().version().equals(version)) {
            version = now.settings().version();
            backoff.reset();
        }
        try {
            if (!reader.readsOver(now.session().connection())) {
                Found found = follower.poll(now.session(), sink);
                boolean may = found.vacant() && mayRead(now.session()) && !backoff.isPausing();
                if (!may || !reader.take(now.session().connection())) {
                    return reading(found);
                }
            }
            return read(now, sink);
        } catch (SQLException e) {
            reader.release(now.session());
            if (SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                backoff.failed();
            }
            return Reading.unreadable("cannot read the rows of " + log.source() + ": " + DatabaseException.text(e)
                    + " (SQLSTATE " + e.getSQLState() + ")");
        }
    }

    /** Where the gates that keep a session do not read, as they need another log or may not, one that comes for a turn does. */
    private boolean mayRead(ServerSession session) throws SQLException {
        return session.kept() || unheard >= GRACE && session.keepsLocks();
    }

    private Reading read(Server now, Consumer<LogRecord> sink) throws SQLException {
        Reader.Turn turn = reader.read(now);
        Reading own = turn.own();
        Found found = turn.news() ? follower.poll(now.session(), sink) : null;
        if (!turn.reads()) {
            return own.readable() ? reading(Objects.requireNonNull(found)) : failed(own);
        }
        if (found == null || !own.readable()) {
            return own;
        }
        failure = null;
        backoff.reset();
        return Reading.of(own.file(), own.bytes(), true, own.behind() || found.behind())
                .missing(found.gap());
    }

    private Reading failed(Reading why) {
        String pause = "trying again every " + backoff.failed().toSeconds() + " s: ";
        failure = new Reading(why.code(), pause + why.reason(), "", 0, false, false, "");
        return failure;
    }

    /** What comes of the rows where another reads, or nobody can. */
    private Reading reading(Found found) {
        unheard = found.alive() ? 0 : unheard + 1;
        boolean silent = failure == null && found.code().isEmpty() && found.exists() && unheard <= GRACE;
        if (found.alive() || silent) {
            failure = null;
            return Reading.of(found.file() + " through pod " + found.reader(), 0, true, found.behind())
                    .missing(found.gap());
        }
        if (failure != null) {
            return failure;
        }
        return found.code().isEmpty()
                ? Reading.unreadable("no gate reads the log now")
                : new Reading(found.code(), found.reason(), "", 0, false, false, "");
    }

    @Override
    public boolean isSlow() {
        return slow;
    }

    /** What another reads comes when that gate polls. */
    @Override
    public Duration patience() {
        return reader.reads() ? LogSource.super.patience() : OTHERS;
    }

    @Override
    public List<Position> positions() {
        return follower.positions();
    }

    @Override
    public void close() {
        reader.end();
    }
}
