package dev.schemagate.watch.record;

import java.time.Clock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * PostgreSQL's csvlog (PostgreSQL docs 20.8.4). A record ends at a newline outside quotes; statements span lines inside them.
 * One pass counts quotes and commas, and looks at the thirteenth column only; a record that was never finished, as a full disk leaves
 * one, ends where the next begins.
 */
public final class CsvLog implements LogFormat {

    private static final int COMMAS_BEFORE_STATE = 12;

    private static final int DATE_AND_TIME = 19;

    /**
     * The beginning of a session's record. Inside quotes every quote is doubled, so no statement's text can hold it: where it stands
     * inside quotes, the record before it was never finished.
     */
    private static final Pattern BEGINNING = Pattern.compile(
            "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Za-z0-9+-]+,\"[^\"]+\",\"[^\"]+\",\\d+,\"");

    private static final int LONGEST_BEGINNING = 512;

    /** How an error's columns look where it cannot be told any more which they are. */
    private static final Pattern ERROR = Pattern.compile(",([^,\"\\s]{2,20}),([0-9A-Z]{5}),");

    private final States states;
    private final LogTime times;
    private final Clock clock;

    public CsvLog(States states, LogTime times, Clock clock) {
        this.states = states;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int start = beginning(bytes, from, to, sink);
        int last = -1;
        int commas = 0;
        int state = -1;
        boolean quoted = false;
        for (int i = start; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && b == ',') {
                if (++commas == COMMAS_BEFORE_STATE) {
                    state = i + 1;
                }
            } else if (b == '\n' && (!quoted || begins(bytes, i + 1, to))) {
                record(bytes, start, i, state, !quoted, sink);
                last = start;
                start = beginning(bytes, i + 1, to, sink);
                i = start - 1;
                commas = 0;
                state = -1;
                quoted = false;
            }
        }
        if (last >= 0) {
            times.parse(Lines.text(bytes, last, Math.min(last + 40, to)))
                    .map(LogRecord.Reached::new)
                    .ifPresent(sink);
        }
        return start;
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int end = Math.min(to, from + 65_536);
        CsvRecord record = CsvRecord.of(Lines.text(bytes, from, end));
        if (states.contains(record.state())) {
            record.report(times, false).record(clock).ifPresent(sink);
        }
    }

    /** The record {@code [from, to)} whose SQLSTATE should stand at {@code state}. */
    private void record(byte[] bytes, int from, int to, int state, boolean complete, Consumer<LogRecord> sink) {
        boolean wellFormed = state > 0 && state + States.LENGTH < to && bytes[state + States.LENGTH] == ',';
        if (wellFormed && states.at(bytes, state, to)) {
            CsvRecord.of(Lines.text(bytes, from, to))
                    .report(times, complete)
                    .record(clock)
                    .ifPresent(sink);
        } else if (!wellFormed || !complete) {
            unreadable(bytes, from, to, sink);
        }
    }

    /** Looks for an error in what is no record. */
    private void unreadable(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        if (states.in(bytes, from, to)) {
            ERROR.matcher(Lines.text(bytes, from, Math.min(to, from + 65_536)))
                    .results()
                    .filter(error -> states.contains(error.group(2)) && !Report.isHarmless(error.group(1)))
                    .forEach(error -> Report.unreadable(error.group(2), "a line that is no whole record")
                            .record(clock)
                            .ifPresent(sink));
        }
    }

    private static boolean begins(byte[] bytes, int at, int to) {
        return at + DATE_AND_TIME <= to
                && looksLikeTime(bytes, at, to)
                && BEGINNING
                        .matcher(Lines.text(bytes, at, Math.min(to, at + LONGEST_BEGINNING)))
                        .find();
    }

    /**
     * The first place from {@code from} on where a record can begin: after a record that was cut, its rest is passed over, and so is
     * one whose time cannot be read, unless it is an error.
     */
    private int beginning(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int at = from;
        while (at < to && !looksLikeTime(bytes, at, to)) {
            int end = Lines.end(bytes, at, to);
            if (end == to) {
                return at;
            }
            unreadable(bytes, at, end, sink);
            at = end + 1;
        }
        return at;
    }

    private static boolean looksLikeTime(byte[] b, int at, int to) {
        if (at + DATE_AND_TIME > to) {
            // Too short to tell: it is taken for one, and looked at again when there is more of it.
            return true;
        }
        return b[at] >= '0'
                && b[at] <= '9'
                && b[at + 4] == '-'
                && b[at + 7] == '-'
                && b[at + 10] == ' '
                && b[at + 13] == ':'
                && b[at + 16] == ':';
    }
}
