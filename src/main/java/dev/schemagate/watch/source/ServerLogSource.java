package dev.schemagate.watch.source;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/** The source {@code server-log}: the server's log directory over the gate's own session. */
public final class ServerLogSource implements LogSource {

    /** What a poll works with; its session changes when the connection was lost. */
    public record Server(ServerSettings settings, ServerSession session, LogFormats formats) {}

    private final Supplier<Server> server;
    private @Nullable ServerLog log;
    private @Nullable ServerFormat format;
    private @Nullable LogFormats formats;
    private List<Position> left;

    /** @param resume where whoever read it before left off */
    public ServerLogSource(Supplier<Server> server, List<Position> resume) {
        this.server = server;
        this.left = List.copyOf(resume);
    }

    @Override
    public String name() {
        return "server-log";
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        Server now = server.get();
        ServerFormat best = now.settings().format().orElse(ServerFormat.STDERR);
        Optional<String> obstacle =
                now.settings().obstacle().or(() -> best.reader(now.formats()).obstacle());
        if (obstacle.isPresent()) {
            return Reading.unreadable(obstacle.get());
        }
        try {
            return read(now, best, sink);
        } catch (SQLException e) {
            return Reading.unreadable("cannot read the server's log: " + DatabaseException.text(e) + " (SQLSTATE "
                    + e.getSQLState() + ")");
        }
    }

    private Reading read(Server now, ServerFormat wanted, Consumer<LogRecord> sink) throws SQLException {
        String gap = "";
        ServerLog current = log;
        if (current == null) {
            // Where whoever left off had read another format, its rest comes first.
            format = left.isEmpty() ? wanted : ServerFormat.of(left.get(0).file());
            formats = now.formats();
            current = new ServerLog(format.reader(formats), format, left);
            log = current;
            left = List.of();
        }
        if (wanted != format) {
            Reading rest = current.poll(now.session(), sink);
            if (!rest.readable() || rest.behind()) {
                return rest;
            }
            log = new ServerLog(wanted.reader(now.formats()), wanted, current);
            gap = "the server changed its log from " + text(format) + " to " + wanted.text()
                    + "; it may have put lines elsewhere meanwhile";
        } else if (!now.formats().equals(formats)) {
            log = new ServerLog(wanted.reader(now.formats()), wanted, current.positions());
        }
        format = wanted;
        formats = now.formats();
        Reading reading = log.poll(now.session(), sink);
        return gap.isEmpty() ? reading : reading.missing(gap);
    }

    private static String text(@Nullable ServerFormat format) {
        return format == null ? "" : format.text();
    }

    @Override
    public List<Position> positions() {
        return log == null ? left : log.positions();
    }

    @Override
    public void close() {
        log = null;
    }
}
