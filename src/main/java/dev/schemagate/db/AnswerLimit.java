package dev.schemagate.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** For how long a server may say nothing to the watch, whose questions take milliseconds, before its session counts as lost. */
public record AnswerLimit(Duration time) {

    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration MOST = Duration.ofSeconds(20);

    /** Where {@code window} must be clean: what hangs must be known within it. */
    public static AnswerLimit within(Duration window) {
        return new AnswerLimit(Collections.max(List.of(LEAST, Collections.min(List.of(MOST, window.dividedBy(3))))));
    }

    /** Sets it, unless the session was told to fail earlier. */
    public void set(Connection session) {
        try {
            int earlier = session.getNetworkTimeout();
            if (earlier == 0 || earlier > time.toMillis()) {
                Database.answersWithin(session, time);
            }
        } catch (SQLException e) {
            throw DatabaseException.during("limiting the session of the watch", e);
        }
    }
}
