package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.StatelessRoad;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.source.ServerLogSource.Server;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.source.ServerSettings;

/** The server as the gate's sessions see it; looked at again when its settings changed, and after it was away. */
final class ServerLook {

    private final WatchSettings settings;
    private final Clock clock;
    private final Identification identification;
    private @Nullable Server server;
    private @Nullable Connection session;
    private boolean doubted;

    ServerLook(WatchSettings settings, Clock clock, Identification identification) {
        this.settings = settings;
        this.clock = clock;
        this.identification = identification;
    }

    Server through(Connection current) throws SQLException {
        Server known = server;
        session = current;
        if (known == null || doubted || known.session().outdated()) {
            known = look(current);
            server = known;
            doubted = false;
        }
        known.session().over(current);
        return known;
    }

    private Server look(Connection current) throws SQLException {
        String schema = Identifiers.quote(settings.schema());
        // A pooler's own address is behind a stateless road, and nobody's of this pod.
        String address = server != null && StatelessRoad.isOf(current)
                ? server.settings().address()
                : null;
        ServerSettings read = ServerSettings.read(current, schema, address);
        LogFormats formats =
                new LogFormats(settings.watchedStates(), read.zone(), read.prefix(), identification.needs(read), clock);
        return new Server(
                read,
                new ServerSession(current, schema, read, identification.sessionSql(), settings.canaryEvery()),
                formats);
    }

    /** The next call of {@link #through} looks again. */
    void doubt() {
        doubted = true;
    }

    /** The server as last seen; null before the first look. */
    @Nullable
    Server last() {
        return server;
    }

    /** The session of the last poll; null before the first. */
    @Nullable
    Connection session() {
        return session;
    }
}
