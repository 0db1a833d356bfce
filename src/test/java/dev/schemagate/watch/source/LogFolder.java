package dev.schemagate.watch.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server's log directory in memory, with a clock of its own; as PostgreSQL tells of files, it counts them in whole seconds. Several
 * lines are written within one millisecond.
 */
final class LogFolder implements LogReader {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private record Log(byte[] bytes, Instant modified) {}

    private final Map<String, Log> files = new HashMap<>();
    private Instant now = Instant.parse("2026-11-22T13:00:00Z");
    private String current;
    private String written;
    private int lines;

    LogFolder(String current) {
        open(current, true);
    }

    void pass(long millis) {
        now = now.plusMillis(millis);
    }

    /** The server writes that of a missing column. */
    void error(String column) {
        write("\"error_severity\":\"ERROR\",\"state_code\":\"42703\",\"message\":\"column \\\"%s\\\" does not exist\""
                .formatted(column));
    }

    /** A file in which nothing stands tells nothing; a gate sees to it that something is written every few seconds. */
    void canary() {
        write("\"error_severity\":\"LOG\",\"message\":\"canary\"");
    }

    private void write(String fields) {
        pass(++lines % 3 == 0 ? 1 : 0);
        append(
                written,
                "{\"timestamp\":\"%s UTC\",\"user\":\"app\",\"dbname\":\"shop\",\"pid\":4711,\"remote_host\":\"127.0.0.1\",\"remote_port\":5000,"
                                .formatted(TIME.format(now))
                        + "\"session_id\":\"6566f3a4.1267\",\"line_num\":" + lines + "," + fields + "}\n");
    }

    void append(String file, String text) {
        byte[] before = files.containsKey(file) ? files.get(file).bytes() : new byte[0];
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        files.put(file, new Log(all, now));
    }

    void truncate(String file) {
        files.put(file, new Log(new byte[0], now));
    }

    void copy(String from, String to) {
        files.put(to, new Log(files.get(from).bytes(), now));
    }

    /** Of a file that is there; the server goes on writing to it. */
    void rename(String from, String to) {
        if (files.containsKey(from)) {
            files.put(to, files.remove(from));
            written = written.equals(from) ? to : written;
        }
    }

    void delete(String file) {
        files.remove(file);
    }

    /** The server opens the file of that name and writes there from now on. */
    void open(String file, boolean anew) {
        current = file;
        written = file;
        if (anew || !files.containsKey(file)) {
            truncate(file);
        }
    }

    @Override
    public Chunk read(String file, long offset, int length) {
        Log log = files.get(file);
        if (log == null) {
            return new Chunk(current, -1, Instant.EPOCH, "", new byte[0]);
        }
        int from = (int) Math.min(offset, log.bytes().length);
        byte[] bytes = Arrays.copyOfRange(log.bytes(), from, Math.min(from + length, log.bytes().length));
        return new Chunk(current, log.bytes().length, seconds(log), Position.head(log.bytes()), bytes);
    }

    @Override
    public Listing list() {
        List<Entry> entries = new ArrayList<>();
        files.forEach((name, log) ->
                entries.add(new Entry(name, log.bytes().length, seconds(log), Position.head(log.bytes()))));
        return new Listing(current, entries);
    }

    private static Instant seconds(Log log) {
        return log.modified().truncatedTo(ChronoUnit.SECONDS);
    }
}
