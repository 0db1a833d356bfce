package dev.schemagate.watch.source;

import java.sql.Connection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.record.DatabaseError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The server's own rotation. */
@EveryVersion
class ServerLogTest extends LiveLog {

    private static final int FORMATS = server.hasJson() ? 3 : 2;

    /** A name tells seconds, so that however fast a machine is, the second rotation comes a second after the first. */
    private void writeOverRotations(String database, String name, int each, long files) {
        for (int rounds = 0; rounds == 0 || filesNow() - files < 2 * FORMATS; rounds++) {
            if (rounds == 50) {
                throw new IllegalStateException("the server does not rotate its log");
            }
            write(database, name, each);
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
                    .mapToObj(i -> Background.run(() -> writeOverRotations(database, name, each, files)))
                    .toArray(CompletableFuture[]::new));
            SplittableRandom random = new SplittableRandom(42);
            for (int polls = 0; !writers.isDone(); polls++) {
                log.poll(reader, records::add);
                if (polls % 20 == 19) {
                    log = log(gate, format, log.positions());
                }
                Thread.onSpinWait();
                if (random.nextInt(4) == 0) {
                    LockSupport.parkNanos(random.nextInt(400) * 1_000_000L);
                }
            }
            writers.join();
            int all = written.get();
            ServerLog last = log;
            await().until(() -> {
                last.poll(reader, records::add);
                return errors(name).size() >= all;
            });
            last.poll(reader, records::add);
            last.poll(reader, records::add);

            assertThat(errors(name).size()).isEqualTo(all);
            assertThat(errors(name).stream()
                            .map(DatabaseError::message)
                            .distinct()
                            .count())
                    .as("different ones")
                    .isEqualTo(all);
            assertThat(filesNow() - files).as("rotations").isPositive();
            System.out.printf(
                    "%s: %d of %d errors over %d rotations%n",
                    format, errors(name).size(), all, (filesNow() - files) / FORMATS);
        }
    }

    private static long filesNow() {
        String[] names = server.logs().toFile().list();
        return names == null ? 0 : names.length;
    }
}
