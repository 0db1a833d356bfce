package dev.schemagate.watch.record;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.SqlText;

/**
 * An error as a log tells it.
 *
 * @param time when, by the log's own clock; when it was read, where the log does not say
 * @param statement the statement that failed, with its literals: it is only ever shown without them
 * @param cursor where in {@code statement} the error is, in characters from 1; 0 where the log does not say
 * @param session whose it was
 * @param origin which kind of log told it
 */
public record DatabaseError(
        Instant time,
        String sqlState,
        String message,
        @Nullable String statement,
        int cursor,
        Session session,
        Origin origin) {

    /** A longer statement is cut, so that an error costs bounded memory; a suggestion needs its beginning only. */
    private static final int LONGEST = 16_384;

    private static final int LONGEST_MESSAGE = 1_024;

    /** Which kind of log told of an error. */
    public enum Origin {
        /** PostgreSQL's own, with every session of the server in it. */
        SERVER,
        /** One app's, mounted into this pod: whatever it says is this pod's. */
        APP
    }

    public DatabaseError {
        if (statement != null && statement.length() > LONGEST) {
            statement = statement.substring(0, LONGEST);
        }
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE);
        }
    }

    /** The application's name; empty where the log does not tell it. */
    public String applicationName() {
        return session.shown(Session.Field.APPLICATION_NAME);
    }

    /** Address or name of the client, {@code [local]} for a socket; empty where the log does not tell it. */
    public String remoteHost() {
        return session.shown(Session.Field.ADDRESS);
    }

    /** The same as a log tells it whose {@code distrusted} fields are not to be believed. */
    public DatabaseError without(Set<Session.Field> distrusted) {
        return distrusted.isEmpty()
                ? this
                : new DatabaseError(time, sqlState, message, statement, cursor, session.without(distrusted), origin);
    }

    /** The same at another time. */
    public DatabaseError at(Instant moment) {
        return new DatabaseError(moment, sqlState, message, statement, cursor, session, origin);
    }

    /** The same as it may be shown. */
    public DatabaseError withoutLiterals() {
        String shown = statement == null ? null : SqlText.withoutLiterals(statement);
        return new DatabaseError(time, sqlState, message, shown, cursor, session, origin);
    }

    /** Leaves the statement out, which may hold row values. */
    @Override
    public String toString() {
        return sqlState + " " + message + " " + session.fields() + " at " + time;
    }
}
