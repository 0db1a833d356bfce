package dev.schemagate.watch.shared;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Canaries;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may write the rows of a log. */
@EveryVersion
class TenureTest {

    private static final Reading READING = Reading.of("postgresql.json", 1, true, false);

    private final LoggingServer server = LoggingServer.shared();
    private final SharedLog one = log("web-1");
    private final SharedLog two = log("web-2");
    private String database;

    private static SharedLog log(String pod) {
        return SharedLog.of(
                "server-log",
                "schema_gate",
                List.of("42703", "42P01", "3F000", "0A000"),
                pod,
                "1.0",
                Duration.ofSeconds(1),
                Duration.ofMinutes(10));
    }

    private static ErrorBatch batch(String message) {
        ErrorBatch batch = new ErrorBatch("app", new Canaries(), EnumSet.noneOf(Field.class));
        batch.take(new LogRecord.Failed(new DatabaseError(
                Instant.now(),
                "42703",
                message,
                null,
                0,
                new Session(Map.of(Field.APPLICATION_NAME, "web-1")),
                DatabaseError.Origin.SERVER)));
        return batch;
    }

    private static List<Position> at(long offset) {
        return List.of(new Position("postgresql.json", offset, "", Instant.EPOCH, ""));
    }

    @BeforeEach
    void database() {
        database = server.newDatabase();
    }

    private String column(String column) {
        return server.query(database, "SELECT " + column + " FROM schema_gate.log_source");
    }

    @Test
    void nobody_takes_the_place_of_one_that_is_alive() throws Exception {
        try (Connection first = server.connect(database, "one");
                Connection second = server.connect(database, "two")) {
            assertThat(one.take(first)).isNotNull();

            assertThat(two.take(second)).isNull();
        }
    }

    @Test
    void one_that_hung_between_reading_and_writing_writes_nothing() throws Exception {
        try (Connection first = server.connect(database, "one");
                Connection second = server.connect(database, "two")) {
            SharedLog.Tenure hung = one.publish(one.take(first), batch("before"), READING, at(10));
            server.execute(database, "UPDATE schema_gate.log_source SET read_at = read_at - interval '4 s'");
            SharedLog.Tenure next = two.take(second);
            assertThat(next).isNotNull();
            assertThat(next.left()).isEqualTo(at(10));
            assertThat(next.locked()).as("the lock is the other's still").isFalse();

            assertThat(one.publish(hung, batch("late"), READING, at(20))).isNull();
            assertThat(column("positions")).startsWith("10 ");
            assertThat(server.query(database, "SELECT string_agg(message, ',') FROM schema_gate.log_error"))
                    .isEqualTo("before");

            one.unlock(hung);
            SharedLog.Tenure locked = two.publish(next, batch("again"), READING, at(20));
            assertThat(locked.locked()).isTrue();
            assertThat(column("change")).isEqualTo("2");
        }
    }

    @Test
    void one_that_is_gone_is_replaced_at_once_and_one_that_cannot_read_leaves() throws Exception {
        try (Connection second = server.connect(database, "two")) {
            try (Connection first = server.connect(database, "one")) {
                one.take(first);
            }
            SharedLog.Tenure[] next = new SharedLog.Tenure[1];
            org.awaitility.Awaitility.await().until(() -> (next[0] = two.take(second)) != null);
            two.leave(next[0], Reading.unreadable("no privilege"));
            assertThat(column("coalesce(reader, '-') || ' ' || code || ' ' || reason"))
                    .isEqualTo("- no-log-source no privilege");

            try (Connection first = server.connect(database, "one")) {
                assertThat(one.take(first)).isNotNull();
            }
        }
    }

    @Test
    void what_nobody_read_for_too_long_is_not_read_later_and_said_to_be_lost() throws Exception {
        try (Connection first = server.connect(database, "one")) {
            SharedLog.Tenure tenure = one.publish(one.take(first), batch("a"), READING, at(10));
            one.leave(tenure, Reading.unreadable("gone"));
            server.execute(database, "UPDATE schema_gate.log_source SET read_at = read_at - interval '11 minutes'");

            SharedLog.Tenure later = one.take(first);
            assertThat(later.left()).isEmpty();
            one.publish(later, batch("b"), READING, at(99));
            assertThat(column("gap || ' ' || gap_reason")).matches("1 no gate has read it for 66\\d s");
        }
    }

    @Test
    void what_no_database_can_hold_is_stored_as_it_can_be() throws Exception {
        server.execute("postgres", "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
        server.execute("latin", LoggingServer.bookkeeping());
        try (Connection first = server.connect("latin", "one")) {
            assertThat(one.publish(one.take(first), batch("column \"naïve ☃\0\" is gone"), READING, at(1)))
                    .isNotNull();
            assertThat(server.query("latin", "SELECT message FROM schema_gate.log_error"))
                    .isEqualTo("column \"na?ve ??\" is gone");
        } finally {
            server.execute("postgres", "DROP DATABASE latin WITH (FORCE)");
        }
    }

    @Test
    void the_rows_stay_bounded() throws Exception {
        try (Connection first = server.connect(database, "one")) {
            SharedLog.Tenure tenure = one.take(first);
            for (int i = 0; i < 21; i++) {
                ErrorBatch batch = new ErrorBatch("app", new Canaries(), EnumSet.noneOf(Field.class));
                for (int kind = 0; kind < ErrorBatch.KINDS; kind++) {
                    batch.take(batch(i + " " + kind).errors().get(0));
                }
                tenure = one.publish(tenure, batch, READING, at(i));
            }
            assertThat(server.query(database, "SELECT count(*) || ' ' || min(change) FROM schema_gate.log_error"))
                    .isEqualTo("10000 11001");
            assertThat(column("change || ' ' || pruned")).isEqualTo("21000 11000");
        }
    }
}
