package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole watch in one process, on a PostgreSQL that collects its log; windows of seconds instead of a minute. */
class WatchTest {

    private static LoggingServer server;

    @BeforeAll
    static void start() {
        server = LoggingServer.start(Map.of("log_rotation_size", "1MB"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TempDir
    Path files;

    private String database;

    @BeforeEach
    void database() {
        database = server.newDatabase();
        server.execute(database, "CREATE TABLE public.\"Token\" (id int)");
    }

    private TestGate gate(String pod, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "gate.pod", pod,
                "gate.pod-heartbeat", "200ms",
                "gate.watch.application-name", pod,
                "gate.watch.every", "100ms",
                "gate.watch.window", "2s",
                "gate.watch.quiet", "2s"));
        all.addAll(List.of(settings));
        TestGate gate = TestGate.on(server.url(database), files, all.toArray(String[]::new));
        gate.runOnce();
        return gate;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
    }

    /** Turns the gates until one is in that state, by name or reason code. */
    private static void turnUntil(String stateOrCode, TestGate gate, TestGate... others) {
        soon().alias(stateOrCode).until(() -> {
            gate.watch.turn();
            for (TestGate other : others) {
                other.watch.turn();
            }
            return is(gate, stateOrCode);
        });
    }

    private static boolean is(TestGate gate, String stateOrCode) {
        return gate.gate.state().name().equals(stateOrCode)
                || gate.gate.state().code().equals(stateOrCode);
    }

    private static void turnFor(Duration time, TestGate... gates) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (TestGate gate : gates) {
                gate.watch.turn();
            }
            return System.nanoTime() > end;
        });
    }

    @Test
    void verifies_revokes_reopens_and_verifies_again() throws Exception {
        TestGate gate = gate("web-1");
        gate.watch.turn();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);

            LoggingServer.fail(app, "SELECT t.agent_id FROM public.\"Token\" t WHERE id = 4711");
            turnUntil("revoked", gate);

            assertThat(gate.gate.state().reason())
                    .contains("42703")
                    .contains("agent_id")
                    .contains("web-1");
            assertThat(server.query(database, "SELECT ready::text FROM schema_gate.pod WHERE pod = 'web-1'"))
                    .isEqualTo("false");
            assertThat(gate.watch.revocations()).isEqualTo(1);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
            turnUntil("probation", gate);
            turnUntil("verified", gate);
        }
    }

    @Test
    void an_error_of_another_pod_closes_nothing_here() throws Exception {
        TestGate one = gate("web-1");
        TestGate ten = gate("web-10");
        try (Connection first = server.connect(database, "web-1");
                Connection tenth = server.connect(database, "web-10");
                Connection console = server.connect(database, "psql")) {
            turnUntil("verified", one, ten);
            LoggingServer.fail(first, "SELECT 1");
            LoggingServer.fail(console, "SELECT nope");
            LoggingServer.fail(tenth, "SELECT nope");
            turnUntil("revoked", ten, one);

            assertThat(one.gate.state().ready()).isTrue();
            assertThat(one.watch.errors("42703", "revision")).isEqualTo(1);
            assertThat(one.watch.errors("42703", "other")).isEqualTo(1);
            assertThat(one.watch.errors("42703", "pod")).isZero();
        }
    }

    @Test
    void is_never_blind_while_no_session_of_this_pod_was_seen() throws Exception {
        TestGate gate = gate("web-1");
        turnUntil("no-attribution", gate);
        turnFor(Duration.ofSeconds(3), gate);
        assertThat(gate.gate.state().code()).isEqualTo("no-attribution");

        try (Connection unnamed = server.connect(database, "something else")) {
            LoggingServer.fail(unnamed, "SELECT nope");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void a_pod_is_known_by_its_address_where_it_has_no_name() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.application-name", "");
        try (Connection app = server.connect(database, "anything")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT * FROM missing_table");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void other_databases_ignored_applications_and_harmless_errors_do_not_count() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.ignore", "probe*,/harmless/", "gate.watch.scope", "database");
        try (Connection app = server.connect(database, "web-1");
                Connection elsewhere = server.connect("postgres", "web-1");
                Connection probe = server.connect(database, "probe 7")) {
            turnUntil("verified", gate);
            LoggingServer.fail(elsewhere, "SELECT nope");
            LoggingServer.fail(probe, "SELECT nope");
            LoggingServer.fail(app, "SELECT harmless");
            LoggingServer.fail(app, "SELECT nope.id FROM public.\"Token\" t");
            LoggingServer.fail(app, "SELECT 'abc'::int");
            LoggingServer.fail(app, "SELECT no_function(1)");
            turnFor(Duration.ofSeconds(2), gate);

            assertThat(gate.gate.state().name()).isEqualTo("verified");
        }
    }

    @Test
    void falls_back_when_the_log_directory_cannot_be_read_for_a_while() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            Files.setPosixFilePermissions(server.logs(), PosixFilePermissions.fromString("---------"));
            try {
                turnUntil("no-log-source", gate);
                assertThat(gate.gate.state().ready()).isTrue();
            } finally {
                Files.setPosixFilePermissions(server.logs(), PosixFilePermissions.fromString("rwx------"));
            }
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void falls_back_when_nothing_is_logged_any_more() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            server.execute(database, "ALTER SYSTEM SET log_destination = 'syslog'", "SELECT pg_reload_conf()");
            try {
                turnUntil("no-log-source", gate);
                assertThat(gate.gate.state().reason()).contains("log_destination");
            } finally {
                server.execute(
                        database,
                        "ALTER SYSTEM SET log_destination = 'jsonlog,csvlog,stderr'",
                        "SELECT pg_reload_conf()");
            }
            turnUntil("verified", gate);
        }
    }

    @Test
    void errors_that_would_be_filtered_are_no_silence() throws Exception {
        server.execute(
                "postgres", "CREATE ROLE quiet_app LOGIN", "ALTER ROLE quiet_app SET log_min_messages = 'fatal'");
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnFor(Duration.ofSeconds(4), gate);

            assertThat(gate.gate.state().code()).isEqualTo("errors-filtered");
            assertThat(gate.gate.state().reason()).contains("quiet_app");
        } finally {
            server.execute("postgres", "DROP ROLE quiet_app");
        }
        turnUntil("verified", gate);
    }

    @Test
    void a_server_that_logs_no_errors_is_no_silence() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            server.execute(database, "ALTER SYSTEM SET log_min_messages = 'log'", "SELECT pg_reload_conf()");
            try {
                turnUntil("errors-filtered", gate);
            } finally {
                server.execute(database, "ALTER SYSTEM RESET log_min_messages", "SELECT pg_reload_conf()");
            }
            turnUntil("verified", gate);
        }
    }

    @Test
    void a_hundred_gates_share_one_canary() throws Exception {
        try (Connection watching = server.connect(database, "schema-gate")) {
            java.util.concurrent.ExecutorService gates = java.util.concurrent.Executors.newFixedThreadPool(20);
            for (int i = 0; i < 20; i++) {
                gates.submit(() -> {
                    try (Connection connection = server.connect(database, "schema-gate")) {
                        for (int polls = 0; polls < 50; polls++) {
                            LoggingServer.fail(connection, "SELECT schema_gate.write_canary('1 hour')");
                        }
                    }
                    return null;
                });
            }
            gates.shutdown();
            assertThat(gates.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(LoggingServer.fail(watching, "SELECT 1")).isEqualTo("00000");
        }
        String id = server.query(database, "SELECT id FROM schema_gate.canary");
        soon().untilAsserted(() -> assertThat(canaries()).containsExactly(id));
    }

    private List<String> canaries() throws IOException {
        List<String> found = new ArrayList<>();
        try (var logs = Files.newDirectoryStream(server.logs(), "*.json")) {
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line ->
                                line.contains("\"state_code\":\"SG001\"") && line.contains('"' + database + '"'))
                        .map(line -> line.replaceFirst(".*schema-gate canary ([0-9a-f-]+).*", "$1"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    @Test
    void a_file_whose_shipping_stalls_is_no_data() throws Exception {
        Path log = Files.writeString(files.resolve("app.log"), "started\n");
        TestGate gate = gate("web-1", "gate.watch.sources", "file", "gate.watch.file", log.toString());
        soon().until(() -> {
            append(log, "GET / 200\n");
            gate.watch.turn();
            return is(gate, "verified");
        });

        turnUntil("no-data", gate);
        append(log, "psycopg2.errors.UndefinedColumn: column t.agent_id does not exist\n");
        turnUntil("revoked", gate);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, java.nio.file.StandardOpenOption.APPEND);
    }

    @Test
    void a_restarted_gate_goes_on_where_it_was() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.quiet", "4s");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("revoked", gate);

            TestGate again = gate("web-1", "gate.watch.quiet", "4s");
            again.watch.turn();
            assertThat(again.gate.state().name()).isEqualTo("revoked");
            turnUntil("probation", again);
            turnFor(Duration.ofSeconds(1), again);
            TestGate third = gate("web-1", "gate.watch.quiet", "4s");
            turnUntil("verified", third);
            assertThat(third.watch.errors("42703", "pod")).as("old errors").isZero();

            LoggingServer.fail(app, "SELECT while_the_gate_was_down");
            TestGate fourth = gate("web-1", "gate.watch.quiet", "4s");
            turnUntil("revoked", fourth);
        }
    }

    @Test
    void a_hotfix_that_is_mounted_later_heals() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "INSERT INTO public.\"Token\" (id, agent_id) VALUES (1, 'secret')");
            turnUntil("revoked", gate);
            WatchStatus.ErrorStatus error = gate.watch.status().errors().get(0);
            assertThat(error.suggestion())
                    .isEqualTo("ALTER TABLE \"public\".\"Token\" ADD COLUMN IF NOT EXISTS \"agent_id\" <type?>;");
            turnUntil("probation", gate);
            assertThat(gate.gate.state().reason()).contains("public.Token.agent_id");

            Files.writeString(
                    files.resolve("hotfixes/0001_agent.sql"), error.suggestion().replace("<type?>", "text") + "\n");
            soon().until(() -> {
                gate.watch.turn();
                return LoggingServer.fail(app, "SELECT agent_id FROM public.\"Token\" WHERE false")
                        .equals("00000");
            });
            turnUntil("verified", gate);
        }
    }

    @Test
    void the_last_ready_pod_stays_open_where_it_is_to_be_kept() throws Exception {
        String[] settings = {
            "gate.watch.scope", "database", "gate.watch.last-replica", "keep", "gate.watch.quiet", "30s"
        };
        TestGate one = gate("web-1", settings);
        TestGate two = gate("web-2", settings);
        try (Connection app = server.connect(database, "shared")) {
            turnUntil("verified", one, two);
            turnUntil("verified", two, one);
            LoggingServer.fail(app, "SELECT nope");

            soon().until(() -> {
                one.watch.turn();
                two.watch.turn();
                return (is(one, "revoked") || is(two, "revoked")) && (is(one, "degraded") || is(two, "degraded"));
            });
            turnFor(Duration.ofSeconds(1), one, two);
            assertThat(List.of(one.gate.state().ready(), two.gate.state().ready()))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void only_reports_where_that_is_wanted() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT nope");
            turnUntil("errors-reported", gate);
            assertThat(gate.gate.state().ready()).isTrue();
        }
    }

    @Test
    void without_sources_nothing_is_watched() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.sources", "");
        gate.watch.turn();

        assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
        assertThat(gate.gate.state().ready()).isTrue();
    }
}
