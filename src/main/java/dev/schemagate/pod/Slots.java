package dev.schemagate.pod;

import java.sql.ResultSet;

import dev.schemagate.db.Room;
import dev.schemagate.db.RoundTrip;

/**
 * The sessions that all gates of a database together may hold at rest. A session claims its place with an advisory lock of its own,
 * which is free again when it ends, however it ends.
 *
 * @param sessions {@code gate.database.sessions}; fewer where the server, the database or the role is small
 */
record Slots(int sessions) {

    /** "sgat" in ASCII; the number of the slot is the lock's second key. */
    static final int LOCKS = 0x73676174;

    /** Tries one after the other, and in an order of its own, so that nobody ever has two. */
    RoundTrip.Answer<Boolean> claim(RoundTrip trip) {
        return trip.ask(
                "WITH slot AS MATERIALIZED (SELECT n FROM generate_series(1, " + Room.atRest(sessions)
                        + ") n ORDER BY random()) SELECT n FROM slot WHERE pg_try_advisory_lock(" + LOCKS
                        + ", n) LIMIT 1",
                ResultSet::next);
    }
}
