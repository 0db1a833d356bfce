package dev.schemagate.watch.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Canaries;
import dev.schemagate.watch.source.LogSource;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerLogSource.Server;
import dev.schemagate.watch.source.ServerSession;

/** Reads a log for all gates, for as long as this gate's session is its reader. */
final class Reader {

    /** Polls after which one that has read before, and cannot now, leaves it to another. */
    private static final int GRACE = 3;

    private static final int FEW = 3;

    /** So much is read again at most by whoever takes this reader's place. */
    private static final long MOST_UNWRITTEN = 2 << 20;

    /**
     * What came of a poll.
     *
     * @param own how the log itself could be read
     * @param news whether there are rows, or another reader, to look at
     * @param reads whether this gate is the reader still
     */
    record Turn(Reading own, boolean news, boolean reads) {}

    private final SharedLog log;
    private final Function<List<Position>, LogSource> opening;
    private final Canaries canaries = new Canaries();
    private final Set<Field> distrusted = EnumSet.noneOf(Field.class);
    private SharedLog.@Nullable Tenure tenure;
    private @Nullable LogSource inner;
    private long epoch;
    private String file = "";
    private int polls;
    private int unread;
    private long unwritten;

    /** @param opening the log itself, from where a reader left off */
    Reader(SharedLog log, Function<List<Position>, LogSource> opening) {
        this.log = log;
        this.opening = opening;
    }

    boolean reads() {
        return tenure != null;
    }

    /** Whether that session is the log's reader. Another of ours is none, and took the lock with it. */
    boolean readsOver(Connection session) {
        if (tenure != null && tenure.session() != session) {
            tenure = null;
        }
        return tenure != null;
    }

    /** Returns whether it is now. Where nobody came in between, the reading of a former session just goes on. */
    boolean take(Connection session) throws SQLException {
        SharedLog.Tenure taken = log.take(session);
        if (taken == null) {
            return false;
        }
        if (inner == null || taken.epoch() != epoch + 1 || !taken.lost().isEmpty()) {
            end();
            inner = opening.apply(taken.left());
            canaries.forget();
            distrusted.clear();
            file = "";
            polls = 0;
            unread = 0;
        }
        tenure = taken;
        epoch = taken.epoch();
        return true;
    }

    /** Reads what is new, and writes it where there is something to write. */
    Turn read(Server now) throws SQLException {
        SharedLog.Tenure mine = Objects.requireNonNull(tenure);
        LogSource source = Objects.requireNonNull(inner);
        ServerSession session = now.session();
        ErrorBatch batch = new ErrorBatch(now.settings().database(), canaries, distrusted);
        session.beat(log.beat(mine));
        Reading own = source.poll(batch::take);
        session.touchUnlessAsked();
        batch.written(session.canary());
        boolean replaced = !session.beaten();
        session.beat("");
        unread = own.readable() ? 0 : unread + 1;
        unwritten += own.bytes();
        boolean news = unwritten > MOST_UNWRITTEN
                || !batch.isEmpty()
                || !own.gap().isEmpty()
                || !mine.lost().isEmpty()
                || own.readable() && !isSame(own);
        polls++;
        SharedLog.Tenure still = replaced ? null : news ? log.publish(mine, batch, own, source.positions()) : mine;
        if (still == null) {
            log.unlock(mine);
            end();
            return new Turn(own, true, false);
        }
        tenure = still;
        unwritten = news ? 0 : unwritten;
        if (own.readable()) {
            file = news ? own.file() : file;
        } else if (unread >= GRACE || file.isEmpty()) {
            log.leave(still, own);
            end();
        }
        return new Turn(own, news, reads());
    }

    /** Where it began is written with the first canary, which comes within a few polls, or then. */
    private boolean isSame(Reading own) {
        return file.isEmpty() ? polls < FEW : own.file().equals(file);
    }

    /** Something went wrong: whatever it was, another may read. */
    void release(ServerSession session) {
        SharedLog.Tenure mine = tenure;
        end();
        session.beat("");
        try {
            if (mine != null) {
                log.unlock(mine);
            }
        } catch (SQLException e) {
            // Then the session is gone, and the lock with it.
            return;
        }
    }

    /** The log is not read any more. */
    void end() {
        tenure = null;
        if (inner != null) {
            inner.close();
            inner = null;
        }
    }
}
