package dev.schemagate.watch.shared;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Canaries;

import static org.assertj.core.api.Assertions.assertThat;

/** What the reader makes of a flood. */
class ErrorBatchTest {

    private static final Instant TIME = Instant.parse("2026-11-26T12:00:00.100Z");

    private final ErrorBatch batch = new ErrorBatch("app", new Canaries(), EnumSet.noneOf(Field.class));

    private static LogRecord.Failed error(Instant time, String message, String application) {
        return error(time, message, application, "SELECT t.gone FROM t WHERE name = 'secret' AND id = 4711", 8);
    }

    private static LogRecord.Failed error(
            Instant time, String message, String application, String statement, int cursor) {
        return new LogRecord.Failed(new DatabaseError(
                time,
                "42703",
                message,
                statement,
                cursor,
                new Session(Map.of(
                        Field.APPLICATION_NAME, application, Field.DATABASE, "app", Field.PID, "" + System.nanoTime())),
                DatabaseError.Origin.SERVER));
    }

    @Test
    void puts_together_what_differs_only_in_process_and_statement() {
        batch.take(error(TIME, "gone", "web-1"));
        batch.take(error(TIME.plusMillis(500), "gone", "web-1"));
        batch.take(error(TIME.plusMillis(200), "gone", "web-1"));
        batch.take(error(TIME, "gone", "web-2"));
        batch.take(error(TIME.plusSeconds(1), "gone", "web-1"));

        assertThat(batch.errors()).extracting(LogRecord.Failed::count).containsExactly(3L, 1L, 1L);
        assertThat(batch.errors().get(0).first()).isEqualTo(TIME);
        assertThat(batch.errors().get(0).error().time()).isEqualTo(TIME.plusMillis(500));
    }

    @Test
    void leaves_out_what_is_of_another_database_or_a_gates_own() {
        batch.take(new LogRecord.Failed(new DatabaseError(
                TIME,
                "42703",
                "gone",
                null,
                0,
                new Session(Map.of(Field.DATABASE, "other")),
                DatabaseError.Origin.SERVER)));
        batch.take(error(TIME, "gone", "schema-gate"));

        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void keeps_no_values_and_still_points_at_the_place() {
        batch.take(error(TIME, "gone", "web-1", "SELECT 'secret', 4711, t.gone FROM t -- of Ann", 24));

        DatabaseError kept = batch.errors().get(0).error();
        assertThat(kept.statement()).isEqualTo("SELECT '', 0, t.gone FROM t ");
        assertThat(kept.statement().substring(kept.cursor() - 1)).startsWith("t.gone");
    }

    @Test
    void is_bounded_whatever_the_flood_and_loses_no_count() {
        for (int i = 0; i < 50_000; i++) {
            batch.take(error(TIME, "column \"c" + i + "\" does not exist", "web-" + i % 3));
        }
        for (int i = 0; i < 50_000; i++) {
            batch.take(error(TIME, "gone", "random-" + i));
        }

        assertThat(batch.errors()).hasSizeLessThanOrEqualTo(2 * ErrorBatch.KINDS + 1);
        assertThat(batch.errors().stream().mapToLong(LogRecord.Failed::count).sum())
                .isEqualTo(100_000);
        assertThat(batch.errors().stream()
                        .filter(failed -> failed.error().session().fields().isEmpty()))
                .as("of nobody in particular")
                .hasSize(1);
        int statements = batch.errors().stream()
                .map(failed -> failed.error().statement())
                .filter(java.util.Objects::nonNull)
                .mapToInt(String::length)
                .sum();
        assertThat(statements).isLessThan(300_000);
    }
}
