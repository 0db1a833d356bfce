package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.db.Database;
import dev.schemagate.testing.Background;
import dev.schemagate.watch.verdict.History;

import static org.assertj.core.api.Assertions.assertThat;

/** One canary for every gate of a database. */
class CanaryTest extends WatchedDatabase {

    private static final int GATES = 100;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    /** A gate's reading, over a session of its own. */
    private record Reader(LogWatch watch, Connection session) {}

    @Test
    void a_hundred_gates_share_one_canary() throws Exception {
        gate("web-0");
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            TestGate gate = unstarted("web-" + i, "gate.watch.window", WINDOW.toSeconds() + "s");
            LogWatch watch = new LogWatch(
                    WatchSettings.of(gate.config),
                    Clock.systemUTC(),
                    ColumnTypes.UNKNOWN,
                    entry -> {},
                    Map.of(),
                    History.begin(Instant.now()),
                    null);
            readers.add(new Reader(watch, gate.database.open()));
        }
        soon().until(() -> {
            Background.forEach(readers, CanaryTest::poll);
            return canaries().size() >= 4;
        });
        Instant last = canaries().get(canaries().size() - 1);
        soon().until(() -> {
            Background.forEach(readers, CanaryTest::poll);
            return readers.stream()
                            .map(reader -> reader.watch().history().watermark())
                            .filter(Objects::nonNull)
                            .filter(watermark -> !watermark.isBefore(last))
                            .count()
                    == GATES;
        });

        List<Instant> times = canaries();
        System.out.println(GATES + " gates, canaries: " + times.size() + " in "
                + Duration.between(times.get(0), times.get(times.size() - 1)).toMillis() + " ms");
        for (int i = 1; i < times.size(); i++) {
            // The log's times are whole milliseconds.
            assertThat(Duration.between(times.get(i - 1), times.get(i)))
                    .isGreaterThanOrEqualTo(WINDOW.dividedBy(3).minusMillis(1));
        }
        readers.forEach(reader -> Database.close(reader.session()));
    }

    /** The server logs the statement with it. */
    @Test
    void is_a_short_line() throws Exception {
        TestGate gate = gate("web-1");
        soon().until(() -> {
            turn(gate);
            return !canaryLines().isEmpty();
        });

        System.out.println("a canary: " + canaryLines().get(0).length() + " bytes of csvlog");
        assertThat(canaryLines())
                .allSatisfy(line ->
                        assertThat(line).contains("write_canary($1::interval)").hasSizeLessThan(500));
    }

    @Test
    void is_written_only_while_a_source_is_read_that_must_show_it() throws Exception {
        Path log = Files.writeString(files.resolve("app.log"), "started\n");
        TestGate mounted = gate("web-1", "gate.watch.sources", "file", "gate.watch.file", log.toString());
        turnFor(Duration.ofSeconds(1), mounted);
        server.execute(
                "postgres", "CREATE ROLE no_reader LOGIN", "GRANT CREATE ON DATABASE " + database + " TO no_reader");
        try {
            server.execute(
                    database,
                    "GRANT ALL ON SCHEMA schema_gate TO no_reader",
                    "GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO no_reader");
            TestGate unprivileged = gate(
                    "web-2", "gate.database.url", "postgresql://no_reader@127.0.0.1:" + server.port() + "/" + database);
            turnFor(Duration.ofSeconds(1), unprivileged);

            assertThat(unprivileged.gate.state().code()).isEqualTo("no-log-source");
            assertThat(canaryLines()).isEmpty();
        } finally {
            server.execute(database, "DROP OWNED BY no_reader", "DROP ROLE no_reader");
        }
    }

    private List<String> canaryLines() throws IOException {
        List<String> found = new ArrayList<>();
        try (var logs = Files.newDirectoryStream(server.logs(), "*.csv")) {
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains(",SG001,") && line.contains('"' + database + '"'))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static void poll(Reader reader) {
        try {
            reader.watch().poll(reader.session(), List.of());
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When each canary of this database was written, by its line in the log. */
    private List<Instant> canaries() throws IOException {
        Map<String, Instant> found = new TreeMap<>();
        for (String line : canaryLines()) {
            found.put(
                    line.replaceFirst(".*schema-gate canary ([0-9a-f-]+).*", "$1"),
                    Instant.parse(line.substring(0, 23).replace(' ', 'T') + "Z"));
        }
        return found.values().stream().sorted().toList();
    }
}
