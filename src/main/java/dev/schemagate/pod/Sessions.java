package dev.schemagate.pod;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.AnswerLimit;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.Patience;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.StatelessRoad;

/**
 * The session that the turns of a serving gate share: heartbeat, reading the log, opening and closing. Each turn takes it and
 * releases it at its end. A gate that got one of the {@link Slots} keeps it; the others connect for each turn, as seldom as their
 * {@link Pace} says, and try for a slot each time. With {@code gate.watch.url} they stay connected by that road, and try for a slot now
 * and then. One thread takes turns; any may ask the rest.
 */
public final class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    /** Whether the database answered last, since when that is so, and why it did not. */
    public record Connectivity(boolean reachable, Instant since, String reason) {}

    /**
     * How this gate is connected.
     *
     * @param kept whether it holds a session; else it connects for each look
     * @param seconds from one look to the next, at most
     */
    public record Share(boolean kept, double seconds) {}

    /** How often a gate that has another road tries for a slot. */
    private static final Duration TRY = Duration.ofSeconds(30);

    private final Database database;
    private final @Nullable StatelessRoad polls;
    private final Slots slots;
    private final Duration every;
    private final AnswerLimit answer;
    private final Clock clock;
    private final Pace pace;
    private @Nullable Connection session;
    private boolean refused;
    private Instant tryAt = Instant.MIN;
    private volatile boolean kept;
    private volatile boolean polling;
    private Instant connectedAt = Instant.MAX;
    private volatile String reason = "";
    private volatile @Nullable Connectivity connectivity;

    /** @param every the pause between two turns of a gate that keeps its session */
    public Sessions(Database database, Duration every, AnswerLimit answer, Clock clock, RandomGenerator random) {
        this.database = database.branch(Patience.NONE);
        this.polls = database.polls().orElse(null);
        this.answer = answer;
        this.slots = new Slots(database.sessions());
        this.every = every;
        this.clock = clock;
        this.pace = new Pace(every, random);
    }

    /** The session of this turn, opened where there is none; empty where the database is away, or has no connection to spare. */
    public Optional<Connection> take() {
        if (!refused && (session == null || polling && isTime())) {
            connectedAt = clock.instant();
            try {
                connect();
            } catch (DatabaseException e) {
                lost(e);
            }
        }
        return Optional.ofNullable(session);
    }

    private boolean isTime() {
        return !clock.instant().isBefore(tryAt);
    }

    private void connect() {
        if (polls == null) {
            direct();
        } else if (!isTime() || !tryDirect()) {
            try {
                session = polls.open();
                polling = true;
                answer.set(session);
            } catch (DatabaseException e) {
                direct();
            }
        }
    }

    /** False where the database's own road is full or away, which the other need not be. */
    private boolean tryDirect() {
        tryAt = clock.instant().plus(pace.pause(TRY));
        try {
            direct();
            return true;
        } catch (DatabaseException e) {
            return session != null;
        }
    }

    private void direct() {
        RoundTrip first = new RoundTrip();
        RoundTrip.Answer<Boolean> claimed = slots.claim(first);
        Connection opened = database.open(first);
        answer.set(opened);
        close();
        session = opened;
        kept = claimed.get();
        answered();
    }

    /** The end of a turn. */
    public void release() {
        refused = false;
        if (session != null && !kept && !polling) {
            close();
            pace.took(Duration.between(connectedAt, clock.instant()));
        }
    }

    /** Whether this gate's session outlives the turn. */
    public boolean kept() {
        return kept;
    }

    /** How long until the next turn. */
    public Duration pause() {
        return kept || polling ? every : pace.pause();
    }

    /** The longest pause between two turns of this gate. */
    public Duration longest() {
        return kept || polling ? every : pace.longest();
    }

    /** How long to wait with the first turn, so that gates that started together do not come together. */
    public Duration delay() {
        return pace.delay();
    }

    /** How many gates of the database are alive, this one among them. */
    public void gates(int alive) {
        pace.gates(alive);
    }

    public Share share() {
        return new Share(kept, longest().toMillis() / 1_000.0);
    }

    /** What the session was for has failed: it is closed, and the next turn opens another. */
    void lost(DatabaseException why) {
        close();
        refused = true;
        reason = String.valueOf(why.getMessage());
        if (why.sqlState().equals(SqlState.TOO_MANY_CONNECTIONS)) {
            pace.full();
        } else {
            note(false, reason);
        }
    }

    /** Why the last turn that had no session had none. */
    public String reason() {
        return reason;
    }

    /** A session for the last words; empty where the database did not answer lately. */
    Optional<Connection> last() {
        Connectivity now = connectivity;
        refused |= session == null && (now == null || !now.reachable());
        return take();
    }

    void close() {
        if (session != null) {
            Database.close(session);
            session = null;
        }
        kept = false;
        polling = false;
    }

    /** The database has answered. */
    void answered() {
        note(true, "");
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
