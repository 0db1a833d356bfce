package dev.schemagate.watch.source;

import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Read;
import dev.schemagate.watch.record.States;

import static org.assertj.core.api.Assertions.assertThat;

/** Every way a log is rotated, thousands of times: no error is lost and none counted twice. */
class RotationsTest {

    private static final LogFormats FORMATS = new LogFormats(
            new States(List.of("42703")), ZoneOffset.UTC, new LinePrefix(""), Read.NEEDS, Clock.systemUTC());
    private static final String LOG = "postgresql.json";
    private static final int KEPT = 8;

    enum Rotation {
        /** {@code mv}, then the server opens the name anew. */
        RENAMED {
            @Override
            void rotate(LogFolder folder, int number, Runnable between) {
                shift(folder);
                folder.rename(LOG, LOG + ".1");
                between.run();
                folder.open(LOG, false);
            }
        },
        /** {@code copytruncate}. */
        COPIED {
            @Override
            void rotate(LogFolder folder, int number, Runnable between) {
                shift(folder);
                folder.copy(LOG, LOG + ".1");
                between.run();
                folder.truncate(LOG);
            }
        },
        /** The server's own, with names that come again and {@code log_truncate_on_rotation}. */
        REUSED {
            @Override
            void rotate(LogFolder folder, int number, Runnable between) {
                folder.open("postgresql-" + number % KEPT + ".json", true);
            }
        };

        abstract void rotate(LogFolder folder, int number, Runnable between);

        static void shift(LogFolder folder) {
            folder.delete(LOG + "." + KEPT);
            for (int i = KEPT - 1; i > 0; i--) {
                folder.rename(LOG + "." + i, LOG + "." + (i + 1));
            }
        }
    }

    private final List<String> errors = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private SplittableRandom random;
    private LogFolder folder;
    private ServerLog log;

    /** What earlier rotations left: old errors, files of one short line, and empty ones. */
    private void leftovers() {
        folder = new LogFolder(LOG);
        for (int i = 1; i <= KEPT; i++) {
            folder.pass(i == 4 ? 5000 : 100);
            String name = i % 2 == 0 ? LOG + "." + i : "postgresql-" + i + ".json";
            switch (i % 3) {
                case 0 -> folder.append(name, "short\n");
                case 1 -> folder.truncate(name);
                default -> {
                    folder.error("old_" + i);
                    folder.copy(LOG, name);
                    folder.truncate(LOG);
                }
            }
        }
        folder.error("before_the_start");
    }

    private void write() {
        for (int i = random.nextInt(4); i > 0; i--) {
            folder.pass(random.nextInt(random.nextInt(10) == 0 ? 3000 : 30));
            written.add("c" + written.size());
            folder.error("c" + (written.size() - 1));
        }
    }

    private void poll() {
        try {
            Reading reading = log.poll(folder, r -> {
                if (r instanceof LogRecord.Failed failed) {
                    errors.add(failed.error().message().replaceAll("^column \"|\" does not exist$", ""));
                }
            });
            if (!reading.gap().isEmpty()) {
                gaps.add(reading.gap());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Polls now and then, and sometimes starts over as a restarted gate does. */
    private void pollMaybe() {
        if (random.nextBoolean()) {
            poll();
            if (random.nextInt(5) == 0) {
                log = log(log.positions());
            }
        }
    }

    private static ServerLog log(List<Position> left) {
        return new ServerLog(FORMATS.json(), ServerFormat.JSONLOG, left);
    }

    /** Each file is read before it is deleted. */
    private void run(Rotation rotation) {
        poll();
        int rotations = 0;
        for (int round = 0; round < 400; round++) {
            write();
            if (round % (KEPT / 2) == 0) {
                folder.canary();
                poll();
            }
            pollMaybe();
            if (random.nextInt(3) > 0) {
                folder.pass(random.nextInt(50));
                rotation.rotate(folder, rotations++, () -> {
                    if (rotation == Rotation.RENAMED) {
                        write();
                    }
                    pollMaybe();
                });
            }
        }
        folder.canary();
        poll();
    }

    @ParameterizedTest
    @EnumSource
    void counts_exactly(Rotation rotation) {
        for (long seed = 1; seed <= 20; seed++) {
            List.of(errors, written, gaps).forEach(List::clear);
            random = new SplittableRandom(seed);
            log = log(List.of());
            leftovers();
            run(rotation);
            assertThat(gaps).as("seed %s", seed).isEmpty();
            assertThat(errors).as("seed %s", seed).doesNotHaveDuplicates().hasSameElementsAs(written);
        }
    }

    @Test
    void says_that_something_may_be_missing_where_the_last_file_went_away_while_it_was_down() {
        log = log(List.of());
        folder = new LogFolder(LOG);
        folder.canary();
        poll();
        folder.error("lost");
        folder.delete(LOG);
        folder.open(LOG, true);
        folder.error("kept");
        log = log(log.positions());
        poll();

        assertThat(gaps).containsExactly(LOG + " was removed or rewritten, perhaps before it had been read to its end");
        assertThat(errors).containsExactly("kept");
    }

    @Test
    void sees_an_error_that_a_rotation_left_unfinished() {
        log = log(List.of());
        folder = new LogFolder(LOG);
        folder.canary();
        poll();
        folder.append(
                LOG,
                "{\"error_severity\":\"ERROR\",\"state_code\":\"42703\",\"message\":\"column \\\"cut\\\" does not exist\"");
        poll();
        folder.rename(LOG, LOG + ".1");
        folder.open(LOG, true);
        folder.error("next");
        poll();
        poll();

        assertThat(errors).containsExactly("cut", "next");
    }
}
