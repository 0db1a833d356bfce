package dev.schemagate.watch.source;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Read;
import dev.schemagate.watch.record.States;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Reads the log of a live server without a gate. */
abstract class LiveLog {

    static final LoggingServer server = LoggingServer.shared();

    final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

    static ServerSession session(Connection connection) throws Exception {
        ServerSettings settings = ServerSettings.read(connection, "schema_gate");
        return new ServerSession(connection, "schema_gate", settings, "false", Duration.ofSeconds(5));
    }

    /** In the best format of this server. */
    static ServerLog log(Connection connection) throws Exception {
        return log(
                connection,
                ServerSettings.read(connection, "schema_gate").format().orElseThrow(),
                List.of());
    }

    static ServerLog log(Connection connection, ServerFormat format, List<Position> resume) throws Exception {
        ServerSettings settings = ServerSettings.read(connection, "schema_gate");
        LogFormats formats = new LogFormats(
                new States(List.of("42703", "42P01")),
                settings.zone(),
                settings.prefix(),
                Read.NEEDS,
                Clock.systemUTC());
        return new ServerLog(format.reader(formats), format, resume);
    }

    /** Reads as if only that format were written. */
    static LogReader only(ServerFormat format, Connection connection) throws Exception {
        assumeTrue(format != ServerFormat.JSONLOG || server.hasJson(), "PostgreSQL 14 writes no jsonlog");
        ServerSettings s = ServerSettings.read(connection, "schema_gate");
        ServerSettings one = new ServerSettings(
                s.collected(),
                format.text(),
                s.prefix(),
                s.verbose(),
                s.timezone(),
                s.hostnames(),
                s.filtered(),
                s.translated(),
                s.access(),
                s.user(),
                s.database(),
                s.address(),
                s.readsAllStats(),
                s.version(),
                s.provider());
        return new ServerSession(connection, "schema_gate", one, "false", Duration.ofSeconds(5));
    }

    List<DatabaseError> errors(String application) {
        synchronized (records) {
            return records.stream()
                    .filter(LogRecord.Failed.class::isInstance)
                    .map(record -> ((LogRecord.Failed) record).error())
                    .filter(error -> error.applicationName().equals(application))
                    .toList();
        }
    }

    /** How many errors {@link #write} has made in this test. */
    final AtomicInteger written = new AtomicInteger();

    void write(String database, String application, int count) {
        try (Connection connection = server.connect(database, application)) {
            long id = ProcessHandle.current().pid() * 31 + System.identityHashCode(connection);
            for (int i = 0; i < count; i++) {
                written.incrementAndGet();
                LoggingServer.fail(connection, "select \"c_" + id + "_" + i + "\"\n, 'a \"quoted\" text, 42703,'");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
