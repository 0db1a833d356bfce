package dev.schemagate.watch.source;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.States;

/**
 * The source {@code log-fdw}: the csvlog files of RDS and Aurora, through their extension. The files are listed often, and one is read
 * only where it has grown, and not more often than configured, since that reads all of it. Rows are counted, so that each is taken once.
 */
public final class LogFdwSource implements LogSource {

    /** A row that is being written cannot be read; at the next look it can. */
    private static final int TORN = 3;

    /** How many files are looked at; an older one has long been read to its end. */
    private static final int KEPT = 16;

    private static final String BAD_COPY_FORMAT = "22P04";

    /** How far a file was read, in rows, and how long it was then. */
    private record Progress(long rows, long size) {}

    private final Supplier<ServerLogSource.Server> server;
    private final String schema;
    private final List<String> states;
    private final Duration every;
    private final Clock clock;
    private final List<Position> resume;
    private final Map<String, Progress> read = new LinkedHashMap<>();
    /** The last file of which anything was read. */
    private String latest = "";

    private boolean first = true;
    private boolean behind;
    private int torn;
    private Instant next = Instant.MIN;
    private Reading last = Reading.unreadable("no file has been looked at yet");

    /**
     * Of the server of that session.
     *
     * @param schema our bookkeeping
     * @param resume where an earlier process of this pod left off
     * @param every how often a file may be read at most
     */
    public LogFdwSource(
            Supplier<ServerLogSource.Server> server,
            String schema,
            List<String> states,
            List<Position> resume,
            Duration every,
            Clock clock) {
        this.server = server;
        this.schema = schema;
        this.states = List.copyOf(states);
        this.resume = List.copyOf(resume);
        this.every = every;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "log-fdw";
    }

    @Override
    public boolean isSlow() {
        return true;
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        Instant now = clock.instant();
        if (!behind && now.isBefore(next)) {
            return last = last.again();
        }
        next = now.plus(every);
        try {
            last = look(sink);
            torn = 0;
        } catch (SQLException e) {
            behind = false;
            if (BAD_COPY_FORMAT.equals(e.getSQLState()) && ++torn < TORN && !first) {
                return last = last.again();
            }
            last = Reading.unreadable("cannot read the log through log_fdw: " + DatabaseException.text(e)
                    + " (SQLSTATE " + e.getSQLState() + ")");
        }
        return last;
    }

    private Reading look(Consumer<LogRecord> sink) throws SQLException {
        LogFdw fdw = LogFdw.through(server.get().session().connection(), schema);
        if (!fdw.obstacle().isEmpty()) {
            return Reading.unreadable("as the administrator run in this database: " + fdw.obstacle());
        }
        List<LogFdw.File> files = fdw.files();
        if (files.isEmpty()) {
            return Reading.unreadable(
                    "there is no file of csvlog: set log_destination = csvlog (in RDS in the parameter group)");
        }
        String gap = first ? begin(fdw, files) : gone(files);
        first = false;
        long bytes = 0;
        behind = false;
        for (LogFdw.File file : files) {
            Progress before = read.get(file.name());
            if (before != null && file.size() < before.size) {
                gap = file.name() + " was rewritten, and may have held more than was read of it";
                before = new Progress(0, 0);
            }
            if (before != null ? file.size() > before.size : isLater(file)) {
                bytes += file.size() - (before == null ? 0 : before.size);
                read(fdw, file, before == null ? 0 : before.rows, sink);
            }
        }
        return Reading.of(files.get(files.size() - 1).name(), bytes, true, behind)
                .missing(gap);
    }

    private boolean isLater(LogFdw.File file) {
        return file.name().compareTo(latest) > 0
                && read.keySet().stream().allMatch(known -> known.compareTo(file.name()) < 0);
    }

    /** Where an earlier process left off, else at the end of the last file. */
    private String begin(LogFdw fdw, List<LogFdw.File> files) throws SQLException {
        fdw.forget(files);
        resume.forEach(position -> read.put(position.file(), new Progress(position.offset(), 0)));
        if (resume.isEmpty()) {
            LogFdw.File newest = files.get(files.size() - 1);
            read.put(newest.name(), new Progress(fdw.rows(newest.name()), newest.size()));
        }
        return gone(files);
    }

    /** Forgets the files that are not there any more, and old ones; the last that was read must not be among them. */
    private String gone(List<LogFdw.File> files) {
        List<String> recent = files.stream()
                .skip(Math.max(0, files.size() - KEPT))
                .map(LogFdw.File::name)
                .toList();
        boolean any = !read.isEmpty();
        latest = read.keySet().stream().max(String::compareTo).orElse(latest);
        read.keySet().retainAll(recent);
        return any && !recent.contains(latest)
                ? latest + " is gone, or far behind, and may have held more than was read of it"
                : "";
    }

    private void read(LogFdw fdw, LogFdw.File file, long after, Consumer<LogRecord> sink) throws SQLException {
        LogFormat json = server.get().formats().json();
        List<String> wanted = new ArrayList<>(states);
        wanted.add(States.CANARY);
        List<LogFdw.Row> rows = fdw.read(file.name(), after, wanted);
        for (LogFdw.Row row : rows) {
            byte[] line = (row.json() + "\n").getBytes(StandardCharsets.UTF_8);
            json.read(line, 0, line.length, true, found -> {
                if (!(found instanceof LogRecord.Reached)) {
                    sink.accept(found);
                }
            });
        }
        boolean more = rows.size() == LogFdw.MOST_ROWS;
        behind |= more;
        long number = rows.isEmpty() ? after : rows.get(rows.size() - 1).number();
        read.put(file.name(), new Progress(number, more ? file.size() - 1 : file.size()));
    }

    /** The number of rows in the place of an offset. */
    @Override
    public List<Position> positions() {
        return first
                ? resume
                : read.entrySet().stream()
                        .map(entry -> new Position(entry.getKey(), entry.getValue().rows, "", Instant.EPOCH))
                        .toList();
    }

    @Override
    public void close() {
        read.clear();
    }
}
