package dev.schemagate.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole deploys: two revisions beside each other, real clients, a pipeline that verifies, and secrets in every statement. */
class RolloutTest {

    private static final String SECRET = "s3cr3t-planted";

    private static LoggingServer server;

    @BeforeAll
    static void start() {
        server = LoggingServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TempDir
    Path files;

    private String database;
    private final List<TestGate> gates = new ArrayList<>();

    @BeforeEach
    void database() {
        database = server.newDatabase();
        server.execute(database, "CREATE TABLE public.users (id int, name text)");
    }

    private TestGate gate(String pod, String revision, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "gate.pod", pod,
                "gate.revision", revision,
                "gate.pod-heartbeat", "300ms",
                "gate.watch.application-name", pod,
                "gate.watch.every", "100ms",
                "gate.watch.window", "3s",
                "gate.watch.quiet", "60s"));
        settings.addAll(List.of(more));
        TestGate gate = TestGate.on(server.url(database), files, settings.toArray(String[]::new));
        gate.runOnce();
        gates.add(gate);
        return gate;
    }

    private ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    private void turn() {
        gates.forEach(gate -> gate.watch.turn());
    }

    private void untilAll(String state, List<TestGate> these) {
        soon().alias(state).until(() -> {
            turn();
            return these.stream().allMatch(gate -> gate.gate.state().name().equals(state));
        });
    }

    @Test
    void in_a_rolling_update_only_the_revision_that_misses_a_column_closes() throws Exception {
        String[] keep = {"gate.watch.scope", "revision", "gate.watch.last-replica", "keep"};
        List<TestGate> old = new ArrayList<>();
        List<TestGate> fresh = new ArrayList<>();
        List<Connection> sessions = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            old.add(gate("web-old-" + i, "r1", keep));
            sessions.add(server.connect(database, "web-old-" + i));
        }
        untilAll("verified", old);
        for (int i = 1; i <= 3; i++) {
            fresh.add(gate("web-new-" + i, "r2", keep));
            sessions.add(server.connect(database, "web-new-" + i));
        }
        untilAll("probation", fresh);

        for (Connection session : sessions.subList(0, 3)) {
            LoggingServer.fail(session, "SELECT name FROM public.users");
        }
        LoggingServer.fail(sessions.get(4), "SELECT nickname FROM public.users");
        soon().until(() -> {
            turn();
            return fresh.stream().noneMatch(gate -> gate.gate.state().ready());
        });

        assertThat(old).allMatch(gate -> gate.gate.state().name().equals("verified"));
        assertThat(fresh.get(1).watch.errors("42703", "pod")).isEqualTo(1);
        assertThat(fresh.get(0).watch.errors("42703", "revision")).isEqualTo(1);
        assertThat(old.get(0).watch.errors("42703", "other")).isEqualTo(1);

        System.out.println("rollout: old " + states(old) + ", new " + states(fresh));
        // The old ones meet an error of their own: of the last three, one stays open.
        for (Connection session : sessions.subList(0, 3)) {
            LoggingServer.fail(session, "SELECT nickname FROM public.users");
        }
        soon().until(() -> {
            turn();
            return old.stream().filter(gate -> gate.gate.state().ready()).count() == 1;
        });
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            turn();
            return System.nanoTime() > end;
        });
        System.out.println("rollout: old " + states(old) + ", new " + states(fresh));
        assertThat(gates.stream().filter(gate -> gate.gate.state().ready()))
                .singleElement()
                .satisfies(gate -> assertThat(gate.gate.state().code()).isEqualTo("degraded"));
        for (Connection session : sessions) {
            session.close();
        }
    }

    private static List<String> states(List<TestGate> gates) {
        return gates.stream().map(gate -> gate.gate.state().code()).toList();
    }

    @Test
    void a_pipeline_gets_the_verdict_over_all_pods_of_a_revision() throws Exception {
        TestGate one = gate("web-1", "r1");
        gate("web-2", "r2");
        turn();
        Verification verification = new Verification(
                one.config, one.database, java.time.Clock.systemUTC(), ColumnResolver.GRAMMAR, ColumnTypes.UNKNOWN);
        Thread beating = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                turn();
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        beating.start();
        try (Connection second = server.connect(database, "web-2")) {
            assertThat(verification.verify("r1", Duration.ofSeconds(2), p -> {}).outcome())
                    .isEqualTo(Verification.Outcome.CLEAN);
            assertThat(verification.verify("r9", Duration.ofSeconds(2), p -> {}).outcome())
                    .isEqualTo(Verification.Outcome.NO_DATA);

            Thread failing = new Thread(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1000));
                LoggingServer.fail(second, "SELECT nickname FROM public.users WHERE name = '" + SECRET + "'");
            });
            failing.start();
            Verification.Report report = verification.verify("r2", Duration.ofSeconds(5), p -> {});
            failing.join();
            assertThat(report.outcome()).isEqualTo(Verification.Outcome.ERRORS);
            assertThat(report.errors()).singleElement().satisfies(error -> assertThat(error.statement())
                    .isEqualTo("SELECT nickname FROM public.users WHERE name = ?"));
        } finally {
            beating.interrupt();
            beating.join();
        }
    }

    @Test
    void no_output_holds_a_value_of_a_statement() throws Exception {
        TestGate gate = gate("web-1", "r1");
        gate.watch.turn();
        String[] literals = {
            "'" + SECRET + "'",
            "E'it\\'s " + SECRET + "'",
            "$$" + SECRET + "$$",
            "$tag$ " + SECRET + " $tag$",
            "'o''" + SECRET + "'",
            "U&'" + SECRET + "'",
            "4711000815",
            "B'1'  /* " + SECRET + " */",
            "1 -- " + SECRET + "\n"
        };
        try (Connection app = server.connect(database, "web-1")) {
            for (String literal : literals) {
                LoggingServer.fail(app, "SELECT nickname, " + literal + " FROM public.users");
            }
            LoggingServer.fail(app, "SELECT nickname, '" + "x".repeat(20_000) + SECRET + "' FROM public.users");
            soon().until(() -> {
                turn();
                return gate.watch.errors("42703", "pod") == literals.length + 1;
            });
        }
        String json = new ObjectMapper().registerModule(new JavaTimeModule()).writeValueAsString(gate.watch.status());
        String rows = server.query(database, "SELECT string_agg(w::text, ' ') FROM schema_gate.watch w");

        assertThat(json + gate.gate.state() + rows).doesNotContain(SECRET).doesNotContain("4711000815");
        assertThat(json).contains("nickname");
    }

    @ParameterizedTest
    @ValueSource(strings = {"psql", "psycopg2", "sqlalchemy"})
    void a_real_client_is_recognised(String client) throws Exception {
        TestGate gate = gate("web-1", "r1", "gate.watch.quiet", "1s");
        gate.watch.turn();
        String dsn = "host=127.0.0.1 port=" + server.port() + " user=postgres password=postgres dbname=" + database
                + " application_name=web-1";
        String sql = "SELECT u.nickname FROM public.users u WHERE u.id = 1";
        List<String> command =
                switch (client) {
                    case "psql" -> List.of("psql", dsn, "-c", sql);
                    case "psycopg2" ->
                        List.of(
                                "/usr/bin/python3",
                                "-c",
                                "import psycopg2; psycopg2.connect('" + dsn + "').cursor().execute('" + sql + "')");
                    default ->
                        List.of(
                                "/usr/bin/python3",
                                "-c",
                                "import sqlalchemy as s, psycopg2; s.create_engine('postgresql://', creator=lambda: psycopg2.connect('"
                                        + dsn + "')).connect().execute(s.text('" + sql + "'))");
                };
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        Assumptions.assumeTrue(output.contains("does not exist"), client + " is not installed");

        untilAll("revoked", gates);
        assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
        assertThat(Files.exists(files)).isTrue();
    }

    @Test
    void an_error_is_seen_within_two_seconds_at_the_default_pace() throws Exception {
        TestGate gate = gate("web-1", "r1", "gate.watch.every", "1s");
        gate.watch.turn();
        Thread watching = new Thread(() -> {
            try {
                gate.watch.run();
            } catch (InterruptedException e) {
                return;
            }
        });
        watching.start();
        try (Connection app = server.connect(database, "web-1")) {
            long began = System.nanoTime();
            LoggingServer.fail(app, "SELECT nickname FROM public.users");
            await().atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !gate.gate.state().ready());
            System.out.println("detected after ms: " + (System.nanoTime() - began) / 1_000_000);
        } finally {
            watching.interrupt();
            watching.join();
        }
    }
}
