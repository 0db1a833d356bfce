package dev.schemagate.watch.record;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The formats, and which of them a file has.
 *
 * @param zone the server's {@code log_timezone}
 * @param prefix the server's {@code log_line_prefix}
 * @param plain what its plain log must tell
 */
public record LogFormats(States states, ZoneId zone, LinePrefix prefix, PlainLog plain, Clock clock) {

    public LogFormat json() {
        return new JsonLog(states, new LogTime(zone), clock);
    }

    /** What CloudNativePG makes of csvlog. */
    public LogFormat enveloped() {
        return JsonLog.enveloped(states, new LogTime(zone), clock);
    }

    public LogFormat csv() {
        return new CsvLog(states, new LogTime(zone), clock);
    }

    public LogFormat stderr() {
        return new StderrLog(states, new LogTime(zone), prefix, clock, plain);
    }

    public LogFormat text() {
        return new TextLog(states, zone, clock);
    }

    /** The format of a file that begins with {@code bytes[0, to)}; empty where there is no whole line yet. */
    public Optional<LogFormat> of(byte[] bytes, int to) {
        int end = Lines.end(bytes, 0, to);
        if (end == to && to < 4096) {
            return Optional.empty();
        }
        String line = Lines.text(bytes, 0, end);
        if (line.startsWith("{") && line.contains("\"timestamp\"") && line.contains("\"error_severity\"")) {
            return Optional.of(json());
        }
        if (line.matches(
                "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [^,]+,(\"[^\"]*\")?,(\"[^\"]*\")?,\\d*,.*")) {
            return Optional.of(csv());
        }
        return Optional.of(prefix.hasTime() && prefix.read(line).isReadable() ? stderr() : text());
    }
}
