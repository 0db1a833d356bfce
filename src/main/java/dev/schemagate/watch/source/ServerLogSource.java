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

    /** @param resume where an earlier process of this pod left off */
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
        Optional<String> obstacle = now.settings().obstacle();
        try {
            if (obstacle.isPresent()) {
                now.session().touch(true);
                return Reading.unreadable(obstacle.get());
            }
            return log(now).poll(now.session(), sink);
        } catch (SQLException e) {
            return Reading.unreadable("cannot read the server's log: " + DatabaseException.text(e) + " (SQLSTATE "
                    + e.getSQLState() + ")");
        }
    }

    /** Starts over, at the end of the new file, where the server changed its format. */
    private ServerLog log(Server now) {
        ServerFormat wanted = now.settings().format().orElse(ServerFormat.STDERR);
        ServerLog current = log;
        if (current == null || wanted != format || !now.formats().equals(formats)) {
            List<Position> from = current != null && wanted == format ? current.positions() : left;
            left = List.of();
            current = new ServerLog(wanted.reader(now.formats()), wanted, from);
            log = current;
            format = wanted;
            formats = now.formats();
        }
        return current;
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
