package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import dev.schemagate.testing.Background;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.LogRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The server's own rotation by time, which can be no faster than by the minute, onto names that it used an hour ago. */
@EnabledIfSystemProperty(
        named = "time.rotations",
        matches = "\\d+",
        disabledReason = "takes minutes; -Dtime.rotations=2")
@Timeout(600)
class TimeRotationTest extends LiveLog {

    private static final String OLD = "a line of an hour ago, of which the server knows nothing any more\n";

    private final int rotations = Integer.getInteger("time.rotations", 2);
    private final AtomicBoolean enough = new AtomicBoolean();

    @BeforeEach
    void by_the_minute() {
        server.set("log_rotation_age", "1");
        server.set("log_truncate_on_rotation", "on");
        server.set("log_filename", "minute-%M.log");
        await().until(() -> current().contains("minute-"));
    }

    @AfterEach
    void names_by_time() {
        server.set("log_filename", LoggingServer.FILE_NAME);
        server.set("log_truncate_on_rotation", "off");
        server.set("log_rotation_age", "1440");
    }

    private static String current() {
        return server.query("postgres", "SELECT pg_current_logfile('csvlog')");
    }

    /** The files of the next minutes, full and long read. */
    private List<Path> plant() throws IOException {
        List<Path> planted = new ArrayList<>();
        for (int minute = 1; minute <= rotations + 2; minute++) {
            String name = "minute-%02d."
                    .formatted(LocalTime.now(ZoneOffset.UTC).plusMinutes(minute).getMinute());
            for (String extension : List.of("json", "csv", "log")) {
                planted.add(Files.writeString(server.logs().resolve(name + extension), OLD.repeat(5000)));
            }
        }
        return planted;
    }

    private void writeOn(String database, String name) {
        while (!enough.get()) {
            write(database, name, 20);
            LockSupport.parkNanos(100_000_000);
        }
    }

    @Test
    void counts_exactly_where_files_are_truncated_and_begun_again() throws Exception {
        String database = server.newDatabase();
        List<Path> planted = plant();
        Map<ServerFormat, List<String>> found = new EnumMap<>(ServerFormat.class);
        Set<String> names = new LinkedHashSet<>();
        SplittableRandom random = new SplittableRandom(11);
        try (Connection gate = server.connect(database, "schema-gate")) {
            Map<ServerFormat, ServerLog> logs = new EnumMap<>(ServerFormat.class);
            Map<ServerFormat, LogReader> readers = new EnumMap<>(ServerFormat.class);
            for (ServerFormat format : ServerFormat.values()) {
                if (format != ServerFormat.JSONLOG || server.hasJson()) {
                    found.put(format, new ArrayList<>());
                    logs.put(format, log(gate, format, List.of()));
                    readers.put(format, only(format, gate));
                    poll(logs.get(format), readers.get(format), found.get(format));
                }
            }
            CompletableFuture<Void> writer = Background.run(() -> writeOn(database, "minutes"));
            while (names.size() <= rotations && !writer.isDone()) {
                names.add(current());
                for (ServerFormat format : found.keySet()) {
                    poll(logs.get(format), readers.get(format), found.get(format));
                    if (random.nextInt(20) == 0) {
                        logs.put(format, log(gate, format, logs.get(format).positions()));
                    }
                }
                LockSupport.parkNanos(random.nextInt(1000) * 1_000_000L);
            }
            enough.set(true);
            writer.join();
            for (ServerFormat format : found.keySet()) {
                await().until(() -> {
                    poll(logs.get(format), readers.get(format), found.get(format));
                    return found.get(format).size() >= written.get();
                });
            }
        }
        found.forEach((format, messages) ->
                assertThat(messages).as(format.text()).doesNotHaveDuplicates().hasSize(written.get()));
        assertThat(planted).as("truncated").anyMatch(file -> !holdsOld(file));
        System.out.printf("%s: %d errors in each format, written to %s%n", found.keySet(), written.get(), names);
    }

    private static boolean holdsOld(Path file) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8).contains(OLD);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void poll(ServerLog log, LogReader reader, List<String> messages) throws Exception {
        Reading reading = log.poll(reader, r -> {
            if (r instanceof LogRecord.Failed failed
                    && failed.error().applicationName().equals("minutes")) {
                messages.add(failed.error().message());
            }
        });
        assertThat(reading.gap()).isEmpty();
    }
}
