package dev.schemagate.watch.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.PlainLog;
import dev.schemagate.watch.record.States;

/**
 * How the rows of a file of RDS's log become records: those of csvlog each for itself, the lines of the plain log as they belong
 * together.
 *
 * @param states the SQLSTATEs that are looked for
 */
record LogFdwRows(LogFdw fdw, ServerFormat format, LogFormats formats, List<String> states) {

    /** How many rows one look takes. */
    private static final int MOST = 1_000;

    /** A row of csvlog as a line of jsonlog. A statement's beginning is enough for a suggestion. */
    private static final String CSVLOG = """
            SELECT n, json_strip_nulls(json_build_object(
                   'timestamp', to_char(log_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"Z"'),
                   'user', user_name, 'dbname', database_name, 'pid', process_id,
                   'remote_host', regexp_replace(connection_from, ':[0-9]+$', ''), 'application_name', application_name,
                   'error_severity', error_severity, 'state_code', sql_state_code, 'message', left(message, 1024),
                   'internal_query', left(internal_query, 4096), 'internal_position', internal_query_pos,
                   'statement', left(query, 4096), 'cursor_position', query_pos))::text
            FROM (SELECT row_number() OVER () n, * FROM %s) x WHERE n > ? AND sql_state_code = ANY (?) LIMIT
            """ + MOST;

    /**
     * The lines of the plain log that have one of the SQLSTATEs, with what belongs to them before and after. The last line may not have
     * been written to its end.
     */
    private static final String STDERR = """
            SELECT n, left(log_entry, 4096) FROM (
                SELECT n, log_entry, bool_or(hit) OVER (ORDER BY n ROWS BETWEEN 40 PRECEDING AND 1 FOLLOWING) AS near FROM (
                    SELECT row_number() OVER () AS n, coalesce(log_entry, '') AS log_entry, count(*) OVER () AS lines,
                           coalesce(log_entry ~ array_to_string(?::text[], '|'), false) AS hit FROM %s) x
                WHERE n < lines OR ?) y
            WHERE near AND n > ? ORDER BY n LIMIT
            """ + MOST;

    /**
     * What came of a look.
     *
     * @param number of the last row that was understood
     * @param more whether there is more at once
     * @param waits whether the last line may only be understood when another comes
     */
    record Read(long number, boolean more, boolean waits) {}

    /** Why the plain log does not tell enough, with what to set: its prefix may be what it is for good. */
    Optional<String> obstacle() {
        PlainLog plain = formats.plain();
        if (format == ServerFormat.CSVLOG || plain.obstacle(formats.prefix()).isEmpty()) {
            return Optional.empty();
        }
        PlainLog verbose = new PlainLog(true, plain.needed(), plain.self());
        return Optional.of(
                verbose.obstacle(formats.prefix()).isEmpty()
                        ? "the plain log does not tell the SQLSTATE: set log_error_verbosity = verbose, or log_destination = csvlog (in"
                                + " RDS in the parameter group)"
                        : "the plain log with log_line_prefix = '"
                                + formats.prefix().text() + "' does not tell whose an error is:"
                                + " set log_destination = csvlog (in RDS in the parameter group)");
    }

    /**
     * Reads what is new in the file.
     *
     * @param after the last row that was understood before
     * @param ended whether nothing more is written to it
     */
    Read read(String file, long after, boolean ended, Consumer<LogRecord> sink) throws SQLException {
        boolean csv = format == ServerFormat.CSVLOG;
        List<String> wanted = new ArrayList<>(states);
        wanted.add(States.CANARY);
        Array looked = fdw.session().createArrayOf("text", wanted.toArray());
        List<LogFdw.Row> rows =
                csv ? fdw.read(CSVLOG, file, after, looked) : fdw.read(STDERR, file, looked, ended, after);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (LogFdw.Row row : rows) {
            lines.writeBytes((row.text() + "\n").getBytes(StandardCharsets.UTF_8));
            ends.add(lines.size());
        }
        boolean more = rows.size() == MOST;
        int understood = read(lines.toByteArray(), csv || ended && !more, sink);
        if (understood == 0 && more) {
            understood = read(lines.toByteArray(), true, sink);
        }
        long number = after;
        for (int i = 0; i < rows.size() && ends.get(i) <= understood; i++) {
            number = rows.get(i).number();
        }
        return new Read(number, more, !csv && !ended);
    }

    private int read(byte[] lines, boolean settled, Consumer<LogRecord> sink) {
        LogFormat lineFormat = format == ServerFormat.CSVLOG ? formats.json() : formats.stderr();
        return lineFormat.read(lines, 0, lines.length, settled, found -> {
            if (!(found instanceof LogRecord.Reached)) {
                sink.accept(found);
            }
        });
    }
}
