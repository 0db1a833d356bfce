package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.schemagate.TestGate;
import dev.schemagate.db.Database;
import dev.schemagate.watch.verdict.Attribution.Owner;
import dev.schemagate.watch.verdict.History;

/** A gate's reading of the log without the gate, over a session that is opened again where it was lost. */
final class Watcher implements AutoCloseable {

    final String pod;
    final LogWatch watch;
    private final Callable<Connection> opening;
    private final boolean kept;
    private Connection session;

    private Watcher(TestGate gate, Callable<Connection> opening, boolean kept) {
        this.pod = gate.config.pod().orElseThrow();
        this.opening = opening;
        this.kept = kept;
        this.watch = new LogWatch(
                WatchSettings.of(gate.config),
                Clock.systemUTC(),
                ColumnTypes.UNKNOWN,
                entry -> {},
                Map.of(),
                History.begin(Instant.now()),
                null);
    }

    static Watcher of(TestGate gate) {
        return new Watcher(gate, gate.database::open, true);
    }

    /** One that opens its sessions so, whatever that says of a lock in them. */
    static Watcher through(TestGate gate, Callable<Connection> opening) {
        return new Watcher(gate, opening, true);
    }

    void poll() {
        try {
            if (session == null) {
                session = opening.call();
            }
            while (watch.poll(session, List.of(), kept)) {
                // There is more at once.
                continue;
            }
        } catch (SQLException e) {
            close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isProven() {
        return watch.history().watermark() != null;
    }

    /** How many errors it has counted, whosoever they are. */
    long errors() {
        return Stream.of(Owner.values())
                .mapToLong(owner -> watch.book().total("42703", owner))
                .sum();
    }

    WatchStatus.SourceStatus source() {
        return watch.status(0, "").sources().get(0);
    }

    @Override
    public void close() {
        if (session != null) {
            Database.close(session);
            session = null;
        }
    }
}
