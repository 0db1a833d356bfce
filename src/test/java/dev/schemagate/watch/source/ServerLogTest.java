package dev.schemagate.watch.source;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.watch.LogReaderSql;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.States;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ServerLogTest {

    private static LoggingServer server;

    @BeforeAll
    static void start() {
        server = LoggingServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

    private static ServerSession session(Connection connection) throws Exception {
        ServerSettings settings = ServerSettings.read(connection, "schema_gate");
        return new ServerSession(connection, "schema_gate", settings, "false", Duration.ofSeconds(5));
    }

    private static ServerLog log(Connection connection, ServerFormat format, List<Position> resume) throws Exception {
        ServerSettings settings = ServerSettings.read(connection, "schema_gate");
        LogFormats formats = new LogFormats(
                new States(List.of("42703", "42P01")), settings.zone(), settings.prefix(), Clock.systemUTC());
        return new ServerLog(format.reader(formats), format, resume);
    }

    /** Reads as if only that format were written. */
    private static LogReader only(ServerFormat format, Connection connection) throws Exception {
        ServerSettings s = ServerSettings.read(connection, "schema_gate");
        ServerSettings one = new ServerSettings(
                s.collected(),
                format.text(),
                s.prefix(),
                s.verbose(),
                s.timezone(),
                s.hostnames(),
                s.filtered(),
                s.access(),
                s.user(),
                s.database(),
                s.address(),
                s.readsAllStats(),
                s.version());
        return new ServerSession(connection, "schema_gate", one, "false", Duration.ofSeconds(5));
    }

    private List<DatabaseError> errors(String application) {
        synchronized (records) {
            return records.stream()
                    .filter(LogRecord.Failed.class::isInstance)
                    .map(record -> ((LogRecord.Failed) record).error())
                    .filter(error -> error.applicationName().equals(application))
                    .toList();
        }
    }

    /** Thousands of errors over many rotations, irregular polls, and a reader that starts over in the middle. */
    @ParameterizedTest
    @EnumSource(ServerFormat.class)
    void counts_every_error_exactly_once_over_rotations(ServerFormat format) throws Exception {
        String database = server.newDatabase();
        String name = "count-" + format.text();
        int sessions = 3;
        int each = 4000;
        try (Connection gate = server.connect(database, "schema-gate")) {
            LogReader reader = only(format, gate);
            ServerLog log = log(gate, format, List.of());
            log.poll(reader, records::add);
            long files = filesNow();

            CompletableFuture<Void> writers = CompletableFuture.allOf(IntStream.range(0, sessions)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> write(database, name, each)))
                    .toArray(CompletableFuture[]::new));
            SplittableRandom random = new SplittableRandom(42);
            for (int polls = 0; !writers.isDone(); polls++) {
                log.poll(reader, records::add);
                if (polls % 20 == 19) {
                    log = log(gate, format, log.positions());
                }
                Thread.onSpinWait();
                if (random.nextInt(4) == 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(400) * 1_000_000L);
                }
            }
            writers.join();
            ServerLog last = log;
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                last.poll(reader, records::add);
                return errors(name).size() >= sessions * each;
            });
            last.poll(reader, records::add);
            last.poll(reader, records::add);

            assertThat(errors(name).size()).isEqualTo(sessions * each);
            assertThat(errors(name).stream().map(DatabaseError::message).distinct())
                    .as("different ones")
                    .hasSize(sessions * each);
            assertThat(filesNow() - files).as("rotations").isPositive();
            System.out.printf(
                    "%s: %d of %d errors over %d rotations%n",
                    format, errors(name).size(), sessions * each, (filesNow() - files) / 3);
        }
    }

    private static void write(String database, String application, int count) {
        try (Connection connection = server.connect(database, application)) {
            long id = ProcessHandle.current().pid() * 31 + System.identityHashCode(connection);
            for (int i = 0; i < count; i++) {
                LoggingServer.fail(connection, "select \"c_" + id + "_" + i + "\"\n, 'a \"quoted\" text, 42703,'");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long filesNow() {
        String[] names = server.logs().toFile().list();
        return names == null ? 0 : names.length;
    }

    @Test
    void reads_a_statement_of_three_megabytes_with_its_application_name() throws Exception {
        String database = server.newDatabase();
        try (Connection gate = server.connect(database, "schema-gate");
                Connection app = server.connect(database, "big")) {
            ServerSession reader = session(gate);
            ServerLog log = log(gate, ServerFormat.JSONLOG, List.of());
            log.poll(reader, records::add);

            LoggingServer.fail(app, "select nope, '" + "x".repeat(3_000_000) + "'");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("big")).hasSize(1);
            });
        }
    }

    @Test
    void sees_the_error_of_a_line_that_is_too_long_to_be_kept() throws Exception {
        String database = server.newDatabase();
        try (Connection gate = server.connect(database, "schema-gate");
                Connection app = server.connect(database, "huge")) {
            ServerSession reader = session(gate);
            ServerLog log = log(gate, ServerFormat.JSONLOG, List.of());
            log.poll(reader, records::add);

            LoggingServer.fail(app, "select nope, '" + "x".repeat(20_000_000) + "'");
            LoggingServer.fail(app, "select nope_again");

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("huge")).hasSize(1);
                assertThat(errors("")).as("cut before its application_name").hasSize(1);
            });
        }
    }

    @Test
    void reads_with_the_least_privilege_and_nothing_else() throws Exception {
        String database = server.newDatabase();
        server.execute(
                database,
                "DROP SCHEMA schema_gate CASCADE",
                "CREATE ROLE watcher LOGIN",
                LogReaderSql.of("schema_gate", "watcher"));
        try (Connection gate = server.connect(database, "watcher", "schema-gate");
                Connection app = server.connect(database, "least")) {
            try (Statement statement = gate.createStatement()) {
                statement.execute(LoggingServer.bookkeeping());
            }
            ServerSession reader = session(gate);
            assertThat(ServerSettings.read(gate, "schema_gate").obstacle()).isEmpty();
            ServerLog log = log(gate, ServerFormat.JSONLOG, List.of());
            log.poll(reader, records::add);
            LoggingServer.fail(app, "select nope");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("least")).hasSize(1);
            });
            for (String file : List.of("../PG_VERSION", "/etc/passwd", "..", "x/../../PG_VERSION")) {
                assertThat(LoggingServer.fail(
                                gate, "select * from schema_gate.read_log('jsonlog', '" + file + "', 0, 100)"))
                        .isEqualTo("42501");
            }
            assertThat(LoggingServer.fail(gate, "select pg_read_binary_file('PG_VERSION')"))
                    .isEqualTo("42501");
        }
    }

    @Test
    void says_what_is_missing_without_any_privilege() throws Exception {
        String database = server.newDatabase();
        server.execute(database, "CREATE ROLE stranger LOGIN", "GRANT USAGE ON SCHEMA schema_gate TO stranger");
        try (Connection gate = server.connect(database, "stranger", "schema-gate")) {
            assertThat(ServerSettings.read(gate, "schema_gate").obstacle())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("stranger").contains("guard sql --log-reader"));
        }
    }
}
