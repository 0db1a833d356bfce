package dev.schemagate.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.WorkLock;

/**
 * What the steps of one run share: one session for everything that needs no session of its own, and the lock that
 * makes one pod at a time the worker. Closing it frees both.
 */
public final class Work implements AutoCloseable {

    private final Database database;
    private final Clock clock;
    private final Instant deadline;
    private volatile Consumer<String> listener = detail -> {};
    private @Nullable Connection session;
    private @Nullable WorkLock lock;

    Work(Database database, Clock clock, Instant deadline) {
        this.database = database;
        this.clock = clock;
        this.deadline = deadline;
    }

    void listener(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Shows what the step waits for; empty where it goes on. Any thread may call it. */
    public void waitsFor(String whom) {
        listener.accept(whom);
    }

    /** The time left until {@code gate.sequence.deadline}, zero or less when it has passed; empty where there is none. */
    public Optional<Duration> left() {
        return deadline.equals(Instant.MAX)
                ? Optional.empty()
                : Optional.of(Duration.between(clock.instant(), deadline));
    }

    public Database database() {
        return database;
    }

    /** The run's session, in autocommit mode. A step that changes its settings puts them back. */
    public Connection session() {
        if (session == null) {
            session = database.open();
        }
        return session;
    }

    /**
     * Makes this process the worker, once there is work to do. False where another pod is at work: look again, after a
     * pause, whether there still is something to do.
     */
    public boolean tryLock() {
        if (lock == null) {
            lock = WorkLock.tryAcquire(session()).orElse(null);
        }
        return lock != null;
    }

    @Override
    public void close() {
        if (session == null) {
            return;
        }
        try (Connection closing = session;
                Statement statement = closing.createStatement()) {
            // The lock would go with the session anyway; this way it is free before the next line runs.
            if (lock != null) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            }
        } catch (SQLException e) {
            // The session is gone, and with it its locks.
        }
        session = null;
        lock = null;
    }
}
