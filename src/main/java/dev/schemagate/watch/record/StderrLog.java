package dev.schemagate.watch.record;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's plain log: a report is its first line, then DETAIL, HINT, CONTEXT and STATEMENT lines, each with the server's
 * {@code log_line_prefix}; a line that begins with a tab continues the one before. The server writes a report at once, so its
 * lines stand together.
 */
final class StderrLog implements LogFormat {

    /** In so many bytes a SQLSTATE is looked for: more than a prefix with long names takes. */
    private static final int HEAD = 2048;

    private static final Set<String> MORE =
            Set.of("DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "BACKTRACE", "STATEMENT");

    /** In English, so that one that follows begins a report of its own. */
    private static final Set<String> SEVERITIES = Set.of("ERROR", "FATAL", "PANIC", "WARNING", "LOG", "NOTICE", "INFO");

    private static final List<Escape> SAME =
            List.of(Escape.PID, Escape.MILLIS, Escape.SECONDS, Escape.EPOCH, Escape.STATE);

    private static final Pattern LABEL = Pattern.compile("(\\p{L}{1,20}\\d?)\u00a0?:  ");
    private static final Pattern STAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d|\\d{10}\\.\\d{3}");

    private final States states;
    private final LogTime times;
    private final LinePrefix prefix;
    private final Clock clock;

    private final PlainLog needs;

    /** @param needs what a line must tell */
    StderrLog(States states, LogTime times, LinePrefix prefix, Clock clock, PlainLog needs) {
        this.states = states;
        this.times = times;
        this.prefix = prefix;
        this.clock = clock;
        this.needs = needs;
    }

    @Override
    public Optional<String> obstacle() {
        return needs.obstacle(prefix);
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int end = settled ? Lines.complete(bytes, from, to) : whole(bytes, from, Lines.complete(bytes, from, to));
        ReportDraft draft = null;
        int began = end;
        int lastStart = -1;
        int before = -1;
        for (int start = from; start < end; ) {
            int lineEnd = Lines.end(bytes, start, end);
            if (bytes[start] == '\t') {
                if (draft != null) {
                    draft.goesOn(Lines.beginning(bytes, start + 1, lineEnd));
                }
            } else {
                lastStart = start;
                boolean wanted = states.in(bytes, start, Math.min(lineEnd, start + HEAD));
                if (draft != null || wanted) {
                    String text = Lines.beginning(bytes, start, lineEnd);
                    PrefixedLine line = prefix.read(text);
                    if (draft != null && isOfSession(draft.first(), line)) {
                        line = line.labelled(MORE);
                    }
                    if (draft != null && continues(draft.first(), line)) {
                        draft.add(line);
                    } else {
                        emit(draft, sink);
                        boolean tail = wanted && before >= 0 && isHead(bytes, before, start - 1);
                        draft = wanted ? draft(line, text, tail, sink) : null;
                        began = tail ? before : start;
                    }
                }
            }
            before = start;
            start = lineEnd + 1;
        }
        reached(bytes, lastStart, end, sink);
        if (draft == null) {
            return end;
        }
        if (settled) {
            emit(draft, sink);
            return end;
        }
        return began;
    }

    /** Where the last line begins where the next may be the rest of it; {@code end} otherwise. */
    private int whole(byte[] bytes, int from, int end) {
        int last = end > from ? Lines.start(bytes, from, end - 1) : from;
        return end > from && isHead(bytes, last, end - 1) ? last : end;
    }

    /** Whether the line has no more than the beginning of a prefix, since a name with a line break goes on in the next. */
    private boolean isHead(byte[] bytes, int start, int end) {
        if (bytes[start] == '\t' || end - start > HEAD) {
            return false;
        }
        String line = Lines.text(bytes, start, end);
        return !LABEL.matcher(line).find() && prefix.mayBeTorn(line);
    }

    /**
     * Whether the line belongs to the report: by its label, or where {@code lc_messages} translates labels, by being of the same
     * session, time and SQLSTATE under another label than the report's own.
     */
    private static boolean continues(PrefixedLine report, PrefixedLine line) {
        if (!line.isReadable() || MORE.contains(line.label())) {
            return line.isReadable();
        }
        return !SEVERITIES.contains(line.label())
                && !line.label().equals(report.label())
                && SAME.stream().allMatch(escape -> Objects.equals(line.told(escape), report.told(escape)));
    }

    /** Whether the two are surely of one process and moment. */
    private static boolean isOfSession(PrefixedLine report, PrefixedLine line) {
        String process = report.told(Escape.PID);
        return process != null
                && SAME.stream().allMatch(escape -> Objects.equals(line.told(escape), report.told(escape)));
    }

    /**
     * What the line begins; null where that is no report with a SQLSTATE that is looked for. One that cannot be read is told at once.
     *
     * @param tail whether it may be the rest of a line, whose fields are others then
     */
    private @Nullable ReportDraft draft(PrefixedLine line, String text, boolean tail, Consumer<LogRecord> sink) {
        if (!line.isReadable() || !line.all()) {
            unreadable(text).flatMap(report -> report.record(clock)).ifPresent(sink);
            return null;
        }
        boolean report = line.states().stream().anyMatch(states::contains);
        return report && !MORE.contains(line.label())
                ? new ReportDraft(line, tail ? Session.UNTOLD : line.session())
                : null;
    }

    /**
     * A line that is an error of a SQLSTATE that is looked for, as far as can be seen without its prefix. A name with a line break
     * in it tears a line apart: the first part has no label.
     */
    private Optional<Report> unreadable(String line) {
        Matcher label = LABEL.matcher(line);
        boolean labelled = false;
        while (label.find()) {
            if (!labelled && MORE.contains(label.group(1))) {
                return Optional.empty();
            }
            labelled = true;
            if (!Report.isHarmless(label.group(1))) {
                String message = line.substring(label.end());
                return states.word(line).map(state -> Report.unreadable(state, message));
            }
        }
        return labelled || !(STAMP.matcher(line).find() || prefix.mayBeTorn(line))
                ? Optional.empty()
                : states.word(line).map(state -> Report.unreadable(state, "a line that is torn apart"));
    }

    private void emit(@Nullable ReportDraft draft, Consumer<LogRecord> sink) {
        if (draft != null) {
            draft.report(states, times).record(clock).ifPresent(sink);
        }
    }

    private void reached(byte[] bytes, int start, int end, Consumer<LogRecord> sink) {
        if (start >= 0) {
            prefix.read(Lines.beginning(bytes, start, Math.min(end, Lines.end(bytes, start, end))))
                    .time(times)
                    .map(LogRecord.Reached::new)
                    .ifPresent(sink);
        }
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int end = Math.min(to, Math.min(from + 65_536, Lines.end(bytes, from, to)));
        if (states.in(bytes, from, Math.min(end, from + HEAD))) {
            String text = Lines.text(bytes, from, end);
            emit(draft(prefix.read(text), text, false, sink), sink);
        }
    }
}
