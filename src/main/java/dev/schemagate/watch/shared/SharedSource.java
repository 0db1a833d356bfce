package dev.schemagate.watch.shared;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Backoff;
import dev.schemagate.watch.source.Canaries;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource.Server;

/**
 * A log of the whole database, which one gate reads for all. Whoever finds that nobody reads it becomes its reader: it goes on where
 * the last one left off and writes what it finds as rows. All gates, the reader too, take errors and proofs from the rows.
 */
public final class SharedSource implements LogSource {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration OTHERS = Duration.ofMillis(50);

    /** Polls for which a reader that says nothing may yet be replaced, and one that has read may yet read again. */
    private static final int GRACE = 3;

    private final SharedLog log;
    private final Function<List<Position>, LogSource> opening;
    private final Supplier<Server> server;
    private final Follower follower;
    private final boolean slow;
    private final Backoff backoff;
    private final Canaries canaries = new Canaries();
    private final Set<Field> distrusted = EnumSet.noneOf(Field.class);
    private SharedLog.@Nullable Tenure tenure;
    private @Nullable LogSource inner;
    private @Nullable Reading failure;
    private String version = "";
    private long epoch;
    private int unheard;
    private int unread;
    private String file = "";
    private boolean polled;

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
        this.opening = opening;
        this.server = server;
        this.follower = new Follower(log, seen, fresh);
        this.slow = slow;
        this.backoff = new Backoff(clock, LONGEST_PAUSE);
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
            SharedLog.Tenure mine = tenure;
            if (mine == null || mine.session() != now.session().connection()) {
                tenure = null;
                Follower.Found found = follower.poll(now.session(), sink);
                mine = found.vacant() && now.session().kept() && !backoff.isPausing()
                        ? log.take(now.session().connection())
                        : null;
                if (mine == null) {
                    end();
                    return reading(found);
                }
                begin(mine);
            }
            return read(now, mine, sink);
        } catch (SQLException e) {
            release(now);
            if (SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                backoff.failed();
            }
            return Reading.unreadable("cannot read the rows of " + log.source() + ": " + DatabaseException.text(e)
                    + " (SQLSTATE " + e.getSQLState() + ")");
        }
    }

    /** Over another session of ours, and nobody in between, the reading just goes on. */
    private void begin(SharedLog.Tenure mine) {
        tenure = mine;
        if (inner != null && mine.epoch() == epoch + 1 && mine.lost().isEmpty()) {
            epoch = mine.epoch();
            return;
        }
        end();
        tenure = mine;
        epoch = mine.epoch();
        inner = opening.apply(mine.left());
        canaries.forget();
        distrusted.clear();
        file = "";
        polled = false;
        unread = 0;
    }

    private void end() {
        tenure = null;
        if (inner != null) {
            inner.close();
            inner = null;
        }
    }

    /** Something went wrong: whatever it was, another may read. */
    private void release(Server now) {
        SharedLog.Tenure mine = tenure;
        end();
        now.session().beat("");
        try {
            if (mine != null) {
                log.unlock(mine);
            }
        } catch (SQLException e) {
            // Then the session is gone, and the lock with it.
            return;
        }
    }

    /** What comes of the rows where another reads, or nobody can. */
    private Reading reading(Follower.Found found) {
        unheard = found.alive() ? 0 : unheard + 1;
        if (found.alive() || failure == null && found.code().isEmpty() && found.exists() && unheard <= GRACE) {
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

    private Reading read(Server now, SharedLog.Tenure mine, Consumer<LogRecord> sink) throws SQLException {
        now.session().beat(log.beat(mine));
        ErrorBatch batch = new ErrorBatch(now.settings().database(), canaries, distrusted);
        LogSource source = Objects.requireNonNull(inner);
        Reading own = source.poll(batch::take);
        now.session().touchUnlessAsked();
        batch.written(now.session().canary());
        boolean replaced = !now.session().beaten();
        now.session().beat("");
        // A first poll without news is not worth a statement: where it began is written with the next.
        boolean same = own.readable() && (file.isEmpty() ? !polled : own.file().equals(file));
        boolean nothing = batch.isEmpty() && own.gap().isEmpty() && mine.lost().isEmpty();
        polled = true;
        unread = own.readable() ? 0 : unread + 1;
        if (!replaced && nothing && (same || !own.readable())) {
            return own.readable() ? own : unreadable(own, mine);
        }
        SharedLog.Tenure still = replaced ? null : log.publish(mine, batch, own, source.positions());
        if (still == null) {
            log.unlock(mine);
            end();
        } else {
            tenure = still;
        }
        if (still != null && own.readable()) {
            file = own.file();
            failure = null;
            backoff.reset();
        }
        Follower.Found found = follower.poll(now.session(), sink);
        if (still != null && !own.readable()) {
            return unreadable(own, still);
        }
        return still == null
                ? reading(found)
                : Reading.of(own.file(), own.bytes(), true, own.behind() || found.behind())
                        .missing(found.gap());
    }

    private Reading unreadable(Reading why, SharedLog.Tenure mine) throws SQLException {
        if (unread < GRACE && !file.isEmpty()) {
            return why;
        }
        log.leave(mine, why);
        long pause = backoff.failed().toSeconds();
        failure =
                new Reading(why.code(), "trying again every " + pause + " s: " + why.reason(), "", 0, false, false, "");
        end();
        return failure;
    }

    @Override
    public boolean isSlow() {
        return slow;
    }

    /** What another reads comes when that gate polls. */
    @Override
    public Duration patience() {
        return tenure == null ? OTHERS : LogSource.super.patience();
    }

    @Override
    public List<Position> positions() {
        return follower.positions();
    }

    @Override
    public void close() {
        end();
    }
}
