package dev.schemagate.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Backoff;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Patience;
import dev.schemagate.db.WorkLock;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;

/**
 * What the steps of one pass share: one session for everything that needs no session of its own, and the lock that
 * makes one pod at a time the worker. Closing it frees both.
 */
public final class Pass implements AutoCloseable {

    private final Database database;
    private final Deadline deadline;
    private volatile Consumer<String> listener = detail -> {};
    private Consumer<@Nullable Progress> progress = now -> {};
    private @Nullable Connection session;
    private boolean locked;
    private boolean claimed;
    private boolean hurried = true;
    private boolean othersAtWork;
    private final Map<Class<?>, Object> found = new HashMap<>();
    private final BooleanSupplier filesChanged;
    private final Watchdog watchdog;

    /** @param filesChanged whether files differ from those that the pass began with; any thread asks it */
    public Pass(Database database, Deadline deadline, BooleanSupplier filesChanged) {
        this.database = database.branch(this::waitForConnection);
        this.deadline = deadline;
        this.filesChanged = filesChanged;
        this.watchdog = new Watchdog(this.database, deadline, filesChanged);
    }

    /** A pass that only looks, by itself, and that no file overtakes. */
    public static Pass thatLooks(Database database, Duration time) {
        return new Pass(database, MonotonicClock.SYSTEM.in(time), () -> false);
    }

    void listener(Consumer<String> listener) {
        this.listener = listener;
    }

    void progress(Consumer<@Nullable Progress> listener) {
        this.progress = listener;
    }

    /** Shows how far a long statement is; null where none runs any more. Any thread may call it. */
    public void progress(@Nullable Progress now) {
        progress.accept(now);
    }

    /** Shows what the step waits for; empty where it goes on. Any thread may call it. */
    public void waitsFor(String whom) {
        listener.accept(whom);
    }

    /** From now on nobody waits for this pass. */
    void takeTime() {
        hurried = false;
    }

    /** Whether a pod may be waiting for this pass, so that what only reports had better wait for the next. */
    public boolean isHurried() {
        return hurried;
    }

    /** When this pass is given up. */
    public Deadline deadline() {
        return deadline;
    }

    public MonotonicClock clock() {
        return deadline.clock();
    }

    /** Whether the deadline has passed. */
    public boolean isLate() {
        return deadline.hasPassed();
    }

    /** For {@code statement_timeout}, in ms: what is left until the deadline, at least 1. */
    public long statementTimeout() {
        return Math.max(1, deadline.left().toMillis());
    }

    /** Work that may take until the deadline. */
    public interface Wait {
        void run() throws SQLException;
    }

    /**
     * Runs on this pass's session what may wait for long and gives way to changed files, since one of them may heal: then its
     * statement is cancelled, and {@link #isOvertaken} says why.
     */
    public void givingWay(Wait wait) throws SQLException {
        watchdog.patient(session());
        try {
            wait.run();
        } finally {
            watchdog.patient(null);
        }
    }

    /** Whether something was cancelled since files have changed. */
    public boolean isOvertaken() {
        return watchdog.overtaken();
    }

    public Database database() {
        return database;
    }

    /** The pass's session, in autocommit mode. A step that changes its settings puts them back. */
    public Connection session() {
        if (session == null) {
            session = database.enter();
        }
        return session;
    }

    /**
     * Pauses where a connection is wanted and none is free.
     *
     * @param tries how many there were before
     * @param took how long the last one took
     * @param why in the server's words
     * @return false where the deadline has passed
     */
    public boolean waitForConnection(int tries, Duration took, String why) throws InterruptedException {
        if (isLate()) {
            return false;
        }
        waitsFor("waits for a free connection: " + why);
        deadline.sleep(Patience.delay(tries, took, ThreadLocalRandom.current()));
        waitsFor("");
        return true;
    }

    /** Leaves for a later step what this one has found out. */
    public <T> void leave(Class<T> kind, T what) {
        found.put(kind, what);
    }

    /** What an earlier step of this pass has left. */
    public <T> Optional<T> left(Class<T> kind) {
        return Optional.ofNullable(kind.cast(found.get(kind)));
    }

    /** Another engine changes the catalog until a step has waited for it: whoever planned before plans again. */
    public void othersAreAtWork() {
        othersAtWork = true;
        claimed = true;
    }

    /** Whether what is missing now may be there when its turn comes. */
    public boolean areOthersAtWork() {
        return othersAtWork;
    }

    /**
     * Pauses before another look at what somebody else does.
     *
     * @param tries how many looks there were before
     * @return false where there is to be none: the deadline has passed, or files have changed
     */
    public boolean pause(int tries) throws InterruptedException {
        if (isLate() || filesChanged.getAsBoolean()) {
            return false;
        }
        deadline.sleep(Backoff.FAST.delay(tries, ThreadLocalRandom.current()));
        return true;
    }

    /** A look at what is left to do. */
    public interface Look<T, E extends Exception> {

        /** @param worker whether this process is the worker, so that no other pod changes anything meanwhile */
        T look(boolean worker) throws E, InterruptedException;
    }

    /**
     * Makes this process the worker where something is left to do. While another pod is at work it pauses and looks again;
     * once it is the worker it looks a last time, since the other may have done it all.
     *
     * @param seen what was seen last
     * @param nothingLeft whether that is nothing to do: then no lock is taken
     * @return what was seen last; either nothing is left, or this process is the worker
     * @throws DatabaseException DB010 where the other pod was at work until the deadline
     */
    public <T, E extends Exception> T claim(T seen, Predicate<T> nothingLeft, Look<T, E> again)
            throws E, InterruptedException {
        T now = seen;
        for (int tries = 0; !nothingLeft.test(now); tries++) {
            claimed = true;
            boolean worker = locked || tryLock(tries);
            if (worker && tries > 0) {
                waitsFor("");
            }
            now = again.look(worker);
            if (worker) {
                return now;
            }
        }
        return now;
    }

    /** Whether any step of this pass saw something to do: then it, or the pod it waited for, may have changed the database. */
    public boolean claimed() {
        return claimed;
    }

    /** Pauses where another pod has it: with its session only while there is room. */
    private boolean tryLock(int tries) throws InterruptedException {
        WorkLock.Try attempt = WorkLock.tryAcquire(session(), database.sessions());
        locked = attempt.acquired();
        if (locked) {
            return true;
        }
        if (isLate()) {
            throw DatabaseException.of(
                    ErrorCode.DB010, Retry.TRANSIENT, "another pod was still running the sequence at the deadline");
        }
        if (attempt.room().isEnough()) {
            waitsFor("waits for another pod, which runs the sequence");
            deadline.sleep(Backoff.FAST.delay(tries, ThreadLocalRandom.current()));
        } else {
            endSession();
            waitForConnection(tries, Duration.ZERO, attempt.room().text());
        }
        return false;
    }

    private void endSession() {
        Database.close(session());
        session = null;
    }

    @Override
    public void close() {
        watchdog.close();
        if (session == null) {
            return;
        }
        try (Connection closing = session;
                Statement statement = closing.createStatement()) {
            // The lock would go with the session anyway; this way it is free before the next line runs.
            if (locked) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            }
        } catch (SQLException e) {
            // The session is gone, and with it its locks.
        }
        session = null;
        locked = false;
    }
}
