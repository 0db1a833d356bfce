package dev.schemagate.watch.shared;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.CanaryLine;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.ServerSession;

/**
 * What one gate makes of the rows of a log: each error once, from when it began on, and each canary or time up to which the log was
 * read. One statement a poll, which keeps nothing in its session.
 */
final class Follower {

    /** Before the name of a source: how far its rows were seen, which a program that knows no rows must not take for a file. */
    static final String KEPT = "rows of ";

    private static final int MOST = 1_000;

    /** Lines may stand a little out of order. */
    private static final Duration DISORDER = Duration.ofSeconds(2);
    /** The log is the server's own: a time that lies further ahead of its clock is wrong, and proves nothing. */
    private static final int AHEAD_SECONDS = 60;

    private static final int FIRST = ServerSession.ALONG;

    private static final String SELECT = """
            s.change, s.pruned, s.gap, s.gap_reason, t.log_time, t.canary, t.log_time > clock_timestamp() - ?::interval, s.code, s.reason,
                s.file, s.reader, s.reader IS NOT NULL AND s.read_at > clock_timestamp() - 3 * s.every,
                s.locked AND pg_try_advisory_xact_lock_shared(%1$s), clock_timestamp(),
                e.change, e.at, e.first_at, e.count, e.sql_state, e.message, e.statement, e."position",
                e.application_name, e.remote_host, e.database_name, e.user_name
            FROM (VALUES (?::text, ?::bigint)) a (source, change) LEFT JOIN %2$s.log_source s ON s.source = a.source
            LEFT JOIN LATERAL (SELECT s.log_time, s.canary WHERE s.log_time < clock_timestamp() + interval '%4$d s') t ON true
            LEFT JOIN LATERAL (SELECT * FROM %2$s.log_error e WHERE e.source = a.source AND e.change > a.change AND e.change <= s.change
                ORDER BY e.change LIMIT %3$d) e ON true ORDER BY e.change""";

    private final SharedLog log;
    private final String select;
    private final Duration fresh;
    private boolean begun;
    private long change;
    private boolean looked;
    private long gap;
    private Instant since;
    private String canary = "";
    private @Nullable Instant logTime;

    /**
     * @param seen how far an earlier process of this pod has seen the rows; empty where it begins with what comes from now on
     * @param fresh what was read back longer ago than that proves nothing at the first poll
     */
    Follower(SharedLog log, List<Position> seen, Duration fresh) {
        this.log = log;
        this.select = SELECT.formatted(log.lock(), log.schema(), MOST, AHEAD_SECONDS);
        this.fresh = fresh;
        this.begun = !seen.isEmpty();
        this.change = begun ? seen.get(0).offset() : 0;
        this.since = seen.isEmpty() ? Instant.MAX : Instant.MIN;
    }

    Found poll(ServerSession session, Consumer<LogRecord> sink) throws SQLException {
        return session.ask(
                select,
                List.of(fresh.toString(), log.stream(), begun ? change : Long.MAX_VALUE),
                row -> read(row, sink));
    }

    private Found read(ResultSet row, Consumer<LogRecord> sink) throws SQLException {
        boolean first = !looked;
        long last = row.getLong(FIRST + 1);
        boolean exists = !row.wasNull();
        if (since.equals(Instant.MAX)) {
            // A log may tell the time in whole seconds.
            since = row.getTimestamp(FIRST + 14).toInstant().truncatedTo(ChronoUnit.SECONDS);
        }
        String lost = exists ? lost(row, first, last) : "";
        String latest = exists ? row.getString(FIRST + 6) : null;
        Timestamp reached = row.getTimestamp(FIRST + 5);
        boolean current = row.getBoolean(FIRST + 7) || !first;
        Found state = new Found(
                exists,
                row.getBoolean(FIRST + 12),
                !row.getBoolean(FIRST + 12) || row.getBoolean(FIRST + 13),
                text(row, 8),
                text(row, 9),
                text(row, 10),
                text(row, 11),
                latest != null || reached == null,
                false,
                lost);
        looked |= exists;
        if (begun && exists && change > last) {
            // Which of them have another number now is not known: those of a later time than was proven are taken.
            change = Long.MIN_VALUE;
            since = logTime == null ? since : logTime.minus(DISORDER);
            return state.more();
        }
        change = begun ? change : last;
        begun = true;
        long before = change;
        int rows = errors(row, sink);
        boolean more = rows >= MOST;
        if (exists && (change - before != rows || !more && change < last)) {
            change = more ? change : last;
            state = state.missing(lost.isEmpty() ? "somebody has removed rows" : lost);
        }
        if (more) {
            return state.more();
        }
        reached(latest, reached == null ? null : reached.toInstant(), current, sink);
        return state;
    }

    private String lost(ResultSet row, boolean first, long last) throws SQLException {
        long told = row.getLong(FIRST + 3);
        String why = "";
        if (change > last) {
            why = "the rows of an earlier time are gone";
        } else if (begun && change < Math.min(last, row.getLong(FIRST + 2))) {
            why = "rows were removed before this gate had seen them";
        } else if (!first && told != gap) {
            why = row.getString(FIRST + 4);
        }
        gap = told;
        return why;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(FIRST + column);
        return text == null ? "" : text;
    }

    private int errors(ResultSet row, Consumer<LogRecord> sink) throws SQLException {
        int rows = 0;
        do {
            long number = row.getLong(FIRST + 15);
            if (row.wasNull()) {
                return rows;
            }
            rows++;
            LogRecord.Failed failed = ErrorRow.read(row);
            if (!failed.error().time().isBefore(since)) {
                sink.accept(failed);
            }
            change = number;
        } while (row.next());
        return rows;
    }

    /** A canary proves how far the log was read; of one that never shows any, what its collector says. */
    private void reached(
            @Nullable String latest, @Nullable Instant reached, boolean current, Consumer<LogRecord> sink) {
        if (latest != null && !latest.equals(canary)) {
            canary = latest;
            if (current) {
                CanaryLine.read(latest).ifPresent(sink);
            }
        } else if (latest == null && reached != null && !reached.equals(logTime) && current) {
            sink.accept(new LogRecord.Reached(reached));
        }
        if (reached != null && !since.equals(Instant.MIN) && reached.isAfter(since.plus(DISORDER))) {
            // From now on none is from before, whatever the log's clock does.
            since = Instant.MIN;
        }
        logTime = reached;
    }

    /** How far the rows were seen, and up to when the log was known then. */
    List<Position> positions() {
        return !begun
                ? List.of()
                : List.of(new Position("log_error", change, "", logTime == null ? Instant.EPOCH : logTime, ""));
    }
}
