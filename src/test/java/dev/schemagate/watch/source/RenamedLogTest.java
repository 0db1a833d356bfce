package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.DatabaseError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The server writes to one name for ever, and somebody else rotates what stands under it, as logrotate does. */
@EveryVersion
class RenamedLogTest extends LiveLog {

    private static final int ROUNDS = 20;

    private final SplittableRandom random = new SplittableRandom(7);
    private int rounds;

    /** Beside what earlier rotations left, some of it empty. */
    @BeforeEach
    void one_name() throws IOException {
        for (ServerFormat format : ServerFormat.values()) {
            Files.createFile(file(format, ".1"));
            Files.writeString(file(format, ".2"), "one line of an earlier rotation, as long as others are\n".repeat(3));
            Files.createFile(file(format, ".4"));
        }
        server.set("log_filename", "fixed.log");
        await().until(() -> "log/fixed.csv".equals(server.query("postgres", "SELECT pg_current_logfile('csvlog')")));
    }

    @AfterEach
    void names_by_time() throws IOException {
        server.set("log_filename", LoggingServer.FILE_NAME);
        await().until(() -> !"log/fixed.csv".equals(server.query("postgres", "SELECT pg_current_logfile('csvlog')")));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(server.logs(), "fixed.*")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    private static Path file(ServerFormat format, String suffix) {
        String extension =
                switch (format) {
                    case JSONLOG -> "json";
                    case CSVLOG -> "csv";
                    case STDERR -> "log";
                };
        return server.logs().resolve("fixed." + extension + suffix);
    }

    /** Moves all older ones up by one, and frees the first number. */
    private static void shift(ServerFormat format) throws IOException {
        for (int i = 9; i > 0; i--) {
            if (Files.exists(file(format, "." + i))) {
                Files.move(file(format, "." + i), file(format, "." + (i + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Polls now and then, and sometimes starts over as a restarted gate does. */
    private ServerLog pollMaybe(ServerLog log, ServerFormat format, LogReader reader, Connection gate)
            throws Exception {
        if (++rounds % 4 != 0 && random.nextInt(3) == 0) {
            return log;
        }
        Reading reading;
        do {
            reading = log.poll(reader, records::add);
            assertThat(reading.gap()).isEmpty();
        } while (reading.behind());
        return random.nextInt(5) == 0 ? log(gate, format, log.positions()) : log;
    }

    private void isExact(ServerLog log, LogReader reader, ServerFormat format, String name, int written)
            throws Exception {
        await().until(() -> {
            log.poll(reader, records::add);
            return errors(name).size() >= written;
        });
        log.poll(reader, records::add);
        assertThat(errors(name).stream().map(DatabaseError::message).distinct().count())
                .as("different ones")
                .isEqualTo(written);
        assertThat(errors(name).size()).isEqualTo(written);
        System.out.printf("%s %s: %d of %d errors over %d rotations%n", format, name, written, written, ROUNDS);
    }

    @ParameterizedTest
    @EnumSource(ServerFormat.class)
    void counts_exactly_where_files_are_renamed(ServerFormat format) throws Exception {
        String database = server.newDatabase();
        String name = "renamed-" + format.text();
        try (Connection gate = server.connect(database, "schema-gate")) {
            LogReader reader = only(format, gate);
            ServerLog log = log(gate, format, List.of());
            log.poll(reader, records::add);
            CompletableFuture<Void> writer = Background.run(() -> write(database, name, 3000));
            for (int round = 0; round < ROUNDS || !writer.isDone(); round++) {
                if (round < ROUNDS) {
                    shift(format);
                    Files.move(file(format, ""), file(format, ".1"));
                    server.query(database, "SELECT pg_rotate_logfile()");
                    await().until(() -> Files.exists(file(format, "")));
                }
                log = pollMaybe(log, format, reader, gate);
            }
            isExact(log, reader, format, name, 3000);
        }
    }

    /** The collector writes after the client has had its error. */
    private static void awaitWritten(ServerFormat format) {
        String mark = "mark_" + System.nanoTime();
        server.execute("postgres", "DO $$ BEGIN RAISE LOG '" + mark + "'; END $$");
        await().until(() -> Files.readString(file(format, "")).contains(mark));
    }

    @ParameterizedTest
    @EnumSource(ServerFormat.class)
    void counts_exactly_where_files_are_copied_and_truncated(ServerFormat format) throws Exception {
        String database = server.newDatabase();
        String name = "truncated-" + format.text();
        try (Connection gate = server.connect(database, "schema-gate")) {
            LogReader reader = only(format, gate);
            ServerLog log = log(gate, format, List.of());
            log.poll(reader, records::add);
            for (int round = 0; round < ROUNDS; round++) {
                write(database, name, 20 + random.nextInt(100));
                log = pollMaybe(log, format, reader, gate);
                awaitWritten(format);
                shift(format);
                Files.copy(file(format, ""), file(format, ".1"));
                Files.newByteChannel(file(format, ""), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
            write(database, name, 10);
            isExact(log, reader, format, name, written.get());
        }
    }
}
