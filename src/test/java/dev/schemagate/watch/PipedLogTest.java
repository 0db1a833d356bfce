package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** A log that can never be read over SQL, as CloudNativePG's pipe: asking for it costs its users no line a second. */
class PipedLogTest extends WatchedDatabase {

    private static final class Own {
        static final LoggingServer SERVER = LoggingServer.start(Map.of());
    }

    PipedLogTest() {
        super(Own.SERVER);
    }

    @AfterAll
    static void stop() {
        Own.SERVER.close();
    }

    @Test
    void is_asked_again_with_growing_pauses() throws Exception {
        Path pipe = server.logs().resolve("piped.csv");
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Path drained = files.resolve("drained.csv");
        Process drain = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(drained.toFile())
                .start();
        try {
            server.set("log_rotation_size", "0");
            server.logTo("csvlog");
            server.set("log_filename", "piped.log");
            server.execute("postgres", "SELECT pg_rotate_logfile()");
            soon().until(() -> server.query("postgres", "SELECT pg_current_logfile('csvlog')")
                    .endsWith("piped.csv"));
            TestGate gate = gate("web-1");
            turnFor(Duration.ofSeconds(10), gate);

            assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
            assertThat(gate.gate.state().reason()).contains("XX000").contains("trying again every");
            // After 0, 1, 3 and 7 seconds.
            assertThat(refusals(drained)).isBetween(2L, 5L);
        } finally {
            server.set("log_filename", LoggingServer.FILE_NAME);
            server.execute("postgres", "SELECT pg_rotate_logfile()");
            drain.destroy();
            drain.waitFor(10, TimeUnit.SECONDS);
            // Whoever deletes the folder would wait for its other end.
            Files.delete(pipe);
        }
    }

    private static long refusals(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.contains(",ERROR,XX000,"))
                .count();
    }
}
