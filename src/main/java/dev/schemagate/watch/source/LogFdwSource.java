package dev.schemagate.watch.source;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.watch.record.LogRecord;

/**
 * The source {@code log-fdw}: the files of RDS and Aurora, through their extension; csvlog's where there are any. The files are listed
 * often, and one is read only where it has grown, and not more often than configured, since that reads all of it. Rows are counted, so
 * that each is taken once.
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

    private @Nullable ServerFormat format;
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
            if (BAD_COPY_FORMAT.equals(e.getSQLState()) && ++torn < TORN && format != null) {
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
            return Reading.unreadable("as the administrator run in this database: " + fdw.obstacle() + ";");
        }
        ServerLogSource.Server now = server.get();
        ServerFormat written =
                now.settings().destination().contains("csvlog") ? ServerFormat.CSVLOG : ServerFormat.STDERR;
        LogFdwRows rows = new LogFdwRows(fdw, written, now.formats(), states);
        Optional<String> obstacle = rows.obstacle();
        if (obstacle.isPresent()) {
            return Reading.unreadable(obstacle.get());
        }
        List<LogFdw.File> files = fdw.files(written);
        if (files.isEmpty()) {
            return Reading.unreadable("there is no file of log_destination = "
                    + now.settings().destination() + ": set it to csvlog (in RDS in the parameter group)");
        }
        String gap = written == format ? gone(files) : begin(fdw, files, written);
        format = written;
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
                boolean ended = !file.equals(files.get(files.size() - 1));
                LogFdwRows.Read found = rows.read(file.name(), before == null ? 0 : before.rows, ended, sink);
                behind |= found.more();
                // What waits is looked at again, also where the file grows no more.
                long seen = found.more() || found.waits() ? file.size() - 1 : file.size();
                read.put(file.name(), new Progress(found.number(), seen));
            }
        }
        return Reading.of(files.get(files.size() - 1).name(), bytes, true, behind)
                .missing(gap);
    }

    private boolean isLater(LogFdw.File file) {
        return file.name().compareTo(latest) > 0
                && read.keySet().stream().allMatch(known -> known.compareTo(file.name()) < 0);
    }

    /** Where an earlier process left off in files of that format, else at the end of the last file. */
    private String begin(LogFdw fdw, List<LogFdw.File> files, ServerFormat written) throws SQLException {
        fdw.forget(files);
        List<Position> left = resume.stream()
                .filter(position -> format == null && written.names(position.file()))
                .toList();
        if (!left.isEmpty()) {
            left.forEach(position -> read.put(position.file(), new Progress(position.offset(), 0)));
            return gone(files);
        }
        LogFdw.File newest = files.get(files.size() - 1);
        Progress end = new Progress(fdw.rows(newest.name()), newest.size());
        boolean other = !positions().isEmpty();
        read.clear();
        read.put(newest.name(), end);
        latest = "";
        return other ? "log_destination has changed, and lines of the other format may not have been read" : "";
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

    /** The number of rows in the place of an offset. */
    @Override
    public List<Position> positions() {
        return format == null
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
