package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** One gate reads the log for all, and whatever becomes of it, each gate counts each error once. */
@EveryVersion
class SharedLogTest extends SharedWatch {

    private static final int WATCHES = Integer.getInteger("shared.watches", 12);
    private static final int ERRORS = Integer.getInteger("shared.errors", 2_000);
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("shared.pause", 2));

    @Test
    void each_counts_each_error_once_although_readers_are_killed() throws Exception {
        IntStream.range(0, WATCHES).forEach(i -> watcher("web-" + i));
        soon().atMost(Duration.ofMinutes(5)).until(() -> {
            Background.forEach(watchers, Watcher::poll);
            return watchers.stream().allMatch(Watcher::isProven);
        });

        AtomicInteger killed = new AtomicInteger();
        CompletableFuture<Void> app = Background.run(() -> {
            for (int part = 0; part < 10; part++) {
                try {
                    fail(ERRORS / 10, "missing_" + part);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                killed.addAndGet(
                        Integer.parseInt(server.query(database, "SELECT count(pg_terminate_backend(pid))" + LOCKS)));
            }
        });
        while (!app.isDone()) {
            Background.forEach(watchers, Watcher::poll);
        }
        app.join();
        soon().atMost(Duration.ofMinutes(5)).until(() -> {
            Background.forEach(watchers, Watcher::poll);
            return watchers.stream().allMatch(watcher -> watcher.errors() >= ERRORS);
        });
        Background.forEach(watchers, Watcher::poll);

        System.out.println(WATCHES + " watches, " + ERRORS + " errors, readers killed: " + killed + ", rows: "
                + server.query(database, "SELECT count(*) FROM schema_gate.log_error"));
        assertThat(killed.get()).isPositive();
        assertThat(watchers).extracting(Watcher::errors).containsOnly((long) ERRORS);
        assertThat(written()).isEqualTo(String.valueOf(ERRORS));
    }

    @Test
    void one_that_was_paused_sees_all_that_it_missed() throws Exception {
        Watcher reader = watcher("web-1");
        Watcher paused = watcher("web-2");
        pollUntilProven(reader, paused);
        try (Connection app = server.connect(database, "app")) {
            for (int i = 0; i < 1_200; i++) {
                LoggingServer.fail(app, "SELECT missing_" + i);
            }
        }
        long end = System.nanoTime() + PAUSE.toNanos();
        soon().atMost(PAUSE.plusSeconds(30)).until(() -> {
            reader.poll();
            return reader.errors() == 1_200 && System.nanoTime() > end;
        });

        paused.poll();
        assertThat(paused.errors()).isEqualTo(1_200);
    }

    @Test
    void one_that_missed_rows_that_are_gone_knows_that_something_is_missing() throws Exception {
        Watcher reader = watcher("web-1");
        Watcher paused = watcher("web-2");
        pollUntilProven(reader, paused);
        fail(5, "missing");
        pollUntilSeen(5, reader);
        server.execute(
                database,
                "UPDATE schema_gate.log_error SET written_at = written_at - interval '2 days'",
                "SELECT schema_gate.trim_log('server-log')");
        assertThat(written()).isEqualTo("0");

        paused.poll();
        assertThat(paused.watch.history().cleanSince()).isNull();
        assertThat(paused.watch.verdict().toString()).contains("log-gap", "rows were removed");
        reader.poll();
        assertThat(reader.watch.history().cleanSince()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM schema_gate.log_error",
                "DELETE FROM schema_gate.log_source",
                "UPDATE schema_gate.log_source SET change = -5",
                "UPDATE schema_gate.log_source SET log_time = now() + interval '1 day'",
            })
    void whatever_somebody_does_to_the_tables_nothing_is_clean_by_it_and_reading_goes_on(String deed) throws Exception {
        Watcher reader = watcher("web-1");
        Watcher follower = watcher("web-2");
        pollUntilProven(reader, follower);
        fail(3, "missing");
        pollUntilSeen(3, reader);
        Instant before =
                Instant.parse(server.query(database, "SELECT to_json(now())").replace("\"", ""));
        server.execute(database, deed);
        reader.poll();
        follower.poll();
        fail(2, "missing_later");
        soon().until(() -> {
            reader.poll();
            follower.poll();
            return reader.errors() >= 5
                    && follower.errors() >= 2
                    && follower.watch.history().cleanSince() != null;
        });

        assertThat(follower.watch.history().cleanSince()).isAfter(before);
        assertThat(reader.errors()).as("none is lost").isGreaterThanOrEqualTo(5);
    }

    @Test
    void what_another_version_writes_beside_is_no_obstacle() throws Exception {
        server.execute(
                database,
                "ALTER TABLE schema_gate.log_source ADD COLUMN of_the_future text NOT NULL DEFAULT 'x'",
                "ALTER TABLE schema_gate.log_error ADD COLUMN of_the_future text NOT NULL DEFAULT 'x'");
        Watcher reader = watcher("web-1");
        Watcher follower = watcher("web-2");
        pollUntilProven(reader, follower);
        server.execute(
                database,
                "UPDATE schema_gate.log_source SET contract = 2, program = '99.0', canary = (canary::jsonb || '{\"new_key\": 1}')::json");
        fail(1, "missing");
        soon().until(() -> {
            reader.poll();
            follower.poll();
            return follower.errors() == 1 && reader.errors() == 1;
        });

        assertThat(follower.source().readable()).isTrue();
    }

    @Test
    void a_new_gate_is_not_told_of_what_was_before_it() throws Exception {
        Watcher reader = watcher("web-1");
        pollUntilProven(reader);
        fail(2, "missing");
        pollUntilSeen(2, reader);

        Watcher late = watcher("web-2");
        late.poll();
        assertThat(late.isProven()).as("by the canary that was read last").isTrue();
        assertThat(late.errors()).isZero();
    }
}
