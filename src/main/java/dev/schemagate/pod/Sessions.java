package dev.schemagate.pod;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;

/**
 * The session that the turns of a serving gate share: heartbeat, reading the log, opening and closing. Each turn takes it and
 * releases it at its end. One thread takes turns; any may ask for the connectivity.
 */
public final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    /** Whether the database answered last, since when that is so, and why it did not. */
    public record Connectivity(boolean reachable, Instant since, String reason) {}

    private final Database database;
    private final Duration every;
    private final Clock clock;
    private @Nullable Connection session;
    private volatile @Nullable Connectivity connectivity;

    /** @param every the pause between two turns of a gate that keeps its session */
    public Sessions(Database database, Duration every, Clock clock) {
        this.database = database;
        this.every = every;
        this.clock = clock;
    }

    /** The session of this turn, opened where there is none; empty where the database is away. */
    public Optional<Connection> take() {
        try {
            if (session == null) {
                session = database.open();
            }
        } catch (DatabaseException e) {
            unreachable(e.getMessage());
        }
        return Optional.ofNullable(session);
    }

    /** The end of a turn. */
    public void release() {}

    /** Whether this gate's session outlives the turn. */
    public boolean kept() {
        return session != null;
    }

    /** How long until the next turn. */
    public Duration pause() {
        return every;
    }

    /** What the session was for has failed: it is closed, and the next turn opens another. */
    void lost(DatabaseException why) {
        close();
        unreachable(why.getMessage());
    }

    /** The session that is open; null where none is. */
    @Nullable
    Connection current() {
        return session;
    }

    void close() {
        if (session != null) {
            Database.close(session);
            session = null;
        }
    }

    /** The database has answered. */
    void answered() {
        note(true, "");
    }

    private void unreachable(String reason) {
        note(false, reason);
    }

    private void note(boolean reachable, String reason) {
        Connectivity before = connectivity;
        if (before != null && before.reachable() == reachable) {
            connectivity = new Connectivity(reachable, before.since(), reason);
            return;
        }
        connectivity = new Connectivity(reachable, clock.instant(), reason);
        if (!reachable) {
            LOG.warnf("database unreachable, readiness stays as it is reason=\"%s\"", reason);
        } else if (before != null) {
            LOG.info("database reachable again");
        }
    }

    /** What the last turn found; null before the first. */
    public @Nullable Connectivity connectivity() {
        return connectivity;
    }
}
