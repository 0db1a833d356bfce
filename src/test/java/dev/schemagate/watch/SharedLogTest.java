package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** One gate reads the log for all, and whatever becomes of it, each gate counts each error once. */
@EveryVersion
@Timeout(1_200)
class SharedLogTest extends WatchedDatabase {

    private static final int WATCHES = Integer.getInteger("shared.watches", 12);
    private static final int ERRORS = Integer.getInteger("shared.errors", 2_000);
    private static final Duration PAUSE = Duration.ofSeconds(Integer.getInteger("shared.pause", 2));

    private static final String LOCKS = " FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final List<Watcher> watchers = new ArrayList<>();

    @AfterEach
    void close() {
        watchers.forEach(Watcher::close);
    }

    private TestGate pod(String pod, String... settings) {
        List<String> all = new ArrayList<>(List.of("gate.watch.scope", "database"));
        all.addAll(List.of(settings));
        return unstarted(pod, all.toArray(String[]::new));
    }

    private Watcher watcher(String pod, String... settings) {
        Watcher watcher = Watcher.of(pod(pod, settings));
        watchers.add(watcher);
        return watcher;
    }

    private void pollUntilProven(Watcher... some) {
        for (Watcher watcher : some) {
            soon().until(() -> {
                List.of(some).forEach(Watcher::poll);
                return watcher.isProven();
            });
        }
    }

    private String reader() {
        return server.query(database, "SELECT reader FROM schema_gate.log_source WHERE source = 'server-log'");
    }

    private String written() {
        return server.query(database, "SELECT coalesce(sum(count), 0) FROM schema_gate.log_error");
    }

    private void fail(int count, String column) throws Exception {
        try (Connection app = server.connect(database, "app")) {
            for (int i = 0; i < count; i++) {
                assertThat(LoggingServer.fail(app, "SELECT " + column)).isEqualTo("42703");
            }
        }
    }

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
    void a_reader_that_hangs_is_replaced_and_writes_nothing_more() throws Exception {
        Watcher first = watcher("web-1");
        Watcher second = watcher("web-2");
        pollUntilProven(first, second);
        assertThat(reader()).isEqualTo("web-1");

        fail(3, "missing");
        soon().until(() -> {
            second.poll();
            return second.errors() == 3;
        });
        assertThat(reader()).isEqualTo("web-2");
        assertThat(server.query(database, "SELECT count(*)" + LOCKS))
                .as("its lock")
                .isEqualTo("1");
        first.poll();
        fail(1, "missing_later");
        soon().until(() -> {
            first.poll();
            second.poll();
            return first.errors() == 4 && second.errors() == 4;
        });

        assertThat(written()).isEqualTo("4");
    }

    @Test
    void whoever_may_not_read_leaves_it_to_another_and_sees_what_that_one_found() throws Exception {
        server.execute(
                "postgres", "CREATE ROLE blind_gate LOGIN", "GRANT CREATE ON DATABASE " + database + " TO blind_gate");
        server.execute(
                database,
                "GRANT ALL ON SCHEMA schema_gate TO blind_gate",
                "GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO blind_gate");
        try {
            Watcher blind = watcher(
                    "web-1",
                    "gate.database.url",
                    "postgresql://blind_gate@127.0.0.1:" + server.port() + "/" + database);
            blind.poll();
            assertThat(blind.source().reason()).contains("role blind_gate may not read the server's log");

            Watcher reader = watcher("web-2");
            pollUntilProven(reader, blind);
            assertThat(blind.source().readable()).isTrue();
            assertThat(blind.source().reason()).contains("through pod web-2");
            fail(2, "missing");
            soon().until(() -> {
                reader.poll();
                blind.poll();
                return blind.errors() == 2;
            });

            reader.close();
            // It does not try again at once, and until then knows only that nobody reads.
            soon().until(() -> {
                blind.poll();
                return blind.source().reason().contains("role blind_gate may not read the server's log");
            });
            assertThat(blind.source().readable()).isFalse();
        } finally {
            watchers.forEach(Watcher::close);
            server.execute(database, "DROP OWNED BY blind_gate", "DROP ROLE blind_gate");
        }
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
        soon().until(() -> {
            reader.poll();
            return reader.errors() == 5;
        });
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
        soon().until(() -> {
            reader.poll();
            return reader.errors() == 2;
        });

        Watcher late = watcher("web-2");
        late.poll();
        assertThat(late.isProven()).as("by the canary that was read last").isTrue();
        assertThat(late.errors()).isZero();
    }

    @Test
    void gates_that_look_for_other_errors_have_a_reader_of_their_own() throws Exception {
        Watcher usual = watcher("web-1");
        Watcher other = watcher("web-2", "gate.watch.states", "22012,42703");
        pollUntilProven(usual, other);

        assertThat(server.query(
                        database,
                        "SELECT string_agg(source || '=' || reader, ', ' ORDER BY source)"
                                + " FROM schema_gate.log_source"))
                .isEqualTo("server-log=web-1, server-log 22012 42703=web-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void a_gate_behind_a_pooler_follows_and_keeps_nothing_there(String mode) throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
        Watcher reader = watcher("web-1");
        try (PgBouncer pooler = PgBouncer.start(files, mode, "127.0.0.1", server.port(), "postgres", "postgres")) {
            Watcher pooled = Watcher.through(pod("web-2"), () -> pooled(pooler));
            watchers.add(pooled);
            pollUntilProven(reader, pooled);
            fail(3, "missing");
            soon().until(() -> {
                reader.poll();
                pooled.poll();
                return pooled.errors() == 3;
            });
            reader.close();
            soon().until(() -> {
                pooled.poll();
                return !pooled.source().readable();
            });

            assertThat(pooled.source().reason()).contains("no gate reads the log now");
            assertThat(server.query(database, "SELECT count(*)" + LOCKS)).isEqualTo("0");
            pooled.close();
        }
    }

    private Connection pooled(PgBouncer pooler) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "any");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("ApplicationName", "schema-gate");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + pooler.port() + "/" + database, properties);
    }
}
