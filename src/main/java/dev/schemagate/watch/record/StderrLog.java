package dev.schemagate.watch.record;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
public final class StderrLog implements LogFormat {

    private static final Set<String> MORE =
            Set.of("DETAIL", "HINT", "QUERY", "CONTEXT", "LOCATION", "BACKTRACE", "STATEMENT");

    /** In English, so that one that follows begins a report of its own. */
    private static final Set<String> SEVERITIES = Set.of("ERROR", "FATAL", "PANIC", "WARNING", "LOG", "NOTICE", "INFO");

    private static final List<String> SAME = List.of("pid", "timestamp", "epoch", "state_code");

    private static final Pattern POSITION = Pattern.compile(" at character (\\d{1,9})$");

    private final States states;
    private final LogTime clock;
    private final LinePrefix prefix;

    public StderrLog(States states, LogTime clock, LinePrefix prefix) {
        this.states = states;
        this.clock = clock;
        this.prefix = prefix;
    }

    @Override
    public int read(byte[] bytes, int from, int to, boolean settled, Consumer<LogRecord> sink) {
        int end = Lines.complete(bytes, from, to);
        Map<String, String> report = null;
        String label = "";
        int began = end;
        int lastStart = -1;
        for (int start = from; start < end; ) {
            int lineEnd = Lines.end(bytes, start, end);
            boolean continued = bytes[start] == '\t';
            if (!continued) {
                lastStart = start;
            }
            if (continued && report != null) {
                report.merge(label, "\n" + Lines.text(bytes, start + 1, lineEnd), String::concat);
            } else if (!continued && (report != null || states.in(bytes, start, Math.min(lineEnd, start + 1024)))) {
                Map<String, String> line =
                        prefix.read(Lines.text(bytes, start, lineEnd)).orElse(null);
                if (report != null && line != null && continues(report, line)) {
                    label = line.get("label");
                    report.put(label, line.get("text"));
                } else {
                    emit(report, sink);
                    report = line != null && isReport(line) ? new HashMap<>(line) : null;
                    label = "text";
                    began = start;
                }
            }
            start = lineEnd + 1;
        }
        reached(bytes, lastStart, end, sink);
        if (report == null) {
            return end;
        }
        if (settled) {
            emit(report, sink);
            return end;
        }
        return began;
    }

    /**
     * Whether the line belongs to the report: by its label, or where {@code lc_messages} translates labels, by being of the same
     * session, time and SQLSTATE under another label than the report's own.
     */
    private static boolean continues(Map<String, String> report, Map<String, String> line) {
        if (MORE.contains(line.get("label"))) {
            return true;
        }
        return !SEVERITIES.contains(line.get("label"))
                && !line.get("label").equals(report.get("label"))
                && SAME.stream().allMatch(field -> Objects.equals(line.get(field), report.get(field)));
    }

    private boolean isReport(Map<String, String> line) {
        return !MORE.contains(line.get("label")) && states.contains(line.getOrDefault("state_code", ""));
    }

    private void emit(@Nullable Map<String, String> report, Consumer<LogRecord> sink) {
        if (report == null) {
            return;
        }
        report.put("error_severity", report.getOrDefault("label", ""));
        String message = report.getOrDefault("text", "");
        Matcher position = POSITION.matcher(message);
        if (position.find()) {
            report.put(report.containsKey("QUERY") ? "internal_position" : "cursor_position", position.group(1));
            message = message.substring(0, position.start());
        }
        report.put("message", message);
        rename(report, "STATEMENT", "statement");
        rename(report, "QUERY", "internal_query");
        time(report)
                .ifPresent(time -> report.put(
                        "timestamp",
                        java.time.LocalDateTime.ofInstant(time, java.time.ZoneOffset.UTC)
                                        .withNano(time.getNano() / 1000 * 1000)
                                        .format(java.time.format.DateTimeFormatter.ofPattern(
                                                "uuuu-MM-dd HH:mm:ss.SSSSSS"))
                                + "Z"));
        Fields.record(report, clock, states, true).ifPresent(sink);
    }

    private static void rename(Map<String, String> report, String from, String to) {
        String value = report.remove(from);
        if (value != null) {
            report.put(to, value);
        }
    }

    private Optional<Instant> time(Map<String, String> line) {
        String epoch = line.get("epoch");
        return epoch != null
                ? Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(epoch) * 1000)))
                : clock.parse(line.getOrDefault("timestamp", ""));
    }

    private void reached(byte[] bytes, int start, int end, Consumer<LogRecord> sink) {
        if (start >= 0) {
            prefix.read(Lines.text(bytes, start, Math.min(end, Lines.end(bytes, start, end))))
                    .flatMap(this::time)
                    .map(LogRecord.Reached::new)
                    .ifPresent(sink);
        }
    }

    @Override
    public void readCut(byte[] bytes, int from, int to, Consumer<LogRecord> sink) {
        int end = Math.min(to, Math.min(from + 65_536, Lines.end(bytes, from, to)));
        prefix.read(Lines.text(bytes, from, end))
                .filter(this::isReport)
                .ifPresent(line -> emit(new HashMap<>(line), sink));
    }
}
