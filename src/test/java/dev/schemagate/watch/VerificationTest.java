package dev.schemagate.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.db.DatabaseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The verdict for a pipeline. */
class VerificationTest extends WatchedDatabase {

    private static final Duration WINDOW = Duration.ofSeconds(3);
    private static final String MISSING = "SELECT nickname FROM public.users WHERE name = 's3cr3t'";

    /** What happens while a verification goes on. */
    private interface Event {
        void happens() throws Exception;
    }

    private Thread beating;

    /** Pods that beat and read until the test ends. */
    private void serving(TestGate... gates) {
        turn(gates);
        beating = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                turn(gates);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        beating.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.letRead(true);
        if (beating != null) {
            beating.interrupt();
            beating.join();
        }
    }

    private TestGate pod(String name, String revision) throws Exception {
        return gate(name, "gate.revision", revision, "gate.watch.quiet", "60s");
    }

    /** From an address that is no pod's, as a pipeline has it. */
    private Verification pipeline(String... settings) {
        TestGate elsewhere = unstarted("ci", settings);
        return new Verification(elsewhere.config, elsewhere.database, Clock.systemUTC(), ColumnTypes.UNKNOWN);
    }

    private Verification pipeline() {
        return pipeline(
                "gate.database.url",
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database
                        + "?user=postgres&password=postgres&localSocketAddress=127.0.0.7");
    }

    /** Verifies r1, and lets something happen once the log has been clean for a second. */
    private Verification.Report verify(Verification verification, Event event) throws Exception {
        CompletableFuture<Void> happened = new CompletableFuture<>();
        Verification.Report report = verification.verify("r1", WINDOW, progress -> {
            if (progress.matches("the log has been clean for [1-9].*") && !happened.isDone()) {
                try {
                    event.happens();
                    happened.complete(null);
                } catch (Exception e) {
                    happened.completeExceptionally(e);
                }
            }
        });
        assertThat(happened).as(report.toString()).isCompleted();
        return report;
    }

    private static void assertNoData(Verification.Report report, String code, String... texts) {
        assertThat(report.outcome()).as(report.reason()).isEqualTo(Verification.Outcome.NO_DATA);
        assertThat(report.reason()).startsWith(code + ": ").contains(texts);
    }

    @Test
    void a_pipeline_gets_the_verdict_over_all_pods_of_a_revision() throws Exception {
        serving(pod("web-1", "r1"), pod("web-2", "r2"));
        Verification verification = pipeline();
        try (Connection first = server.connect(database, "web-1");
                Connection second = server.connect(database, "web-2")) {
            assertThat(first.isValid(1)).isTrue();
            assertThat(verification.verify("r1", WINDOW, p -> {}).outcome()).isEqualTo(Verification.Outcome.CLEAN);
            assertThat(verification.verify("r9", WINDOW, p -> {}).outcome()).isEqualTo(Verification.Outcome.NO_DATA);
            assertThat(verify(verification, () -> LoggingServer.fail(second, MISSING))
                            .outcome())
                    .as("an error of another revision")
                    .isEqualTo(Verification.Outcome.CLEAN);

            Verification.Report report = verify(verification, () -> LoggingServer.fail(first, MISSING));
            assertThat(report.outcome()).isEqualTo(Verification.Outcome.ERRORS);
            assertThat(report.errors()).singleElement().satisfies(error -> assertThat(error.statement())
                    .isEqualTo("SELECT nickname FROM public.users WHERE name = ?"));
        }
    }

    @Test
    void is_clean_for_the_whole_time_after_a_canary_was_read_back() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            long began = System.nanoTime();
            Verification.Report report = verify(pipeline(), () -> {});

            assertThat(report.outcome()).isEqualTo(Verification.Outcome.CLEAN);
            assertThat(report.pods()).containsExactly("web-1");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(WINDOW);
        }
    }

    /** Before its first heartbeat, while a pipeline that watches already does not know it. */
    @Test
    void an_error_of_the_first_moment_of_a_pod_is_an_error_of_its_revision() throws Exception {
        TestGate known = pod("web-1", "r1");
        serving(known);
        try (Connection first = server.connect(database, "web-1");
                Connection second = server.connect(database, "web-2")) {
            assertThat(first.isValid(1)).isTrue();
            TestGate fresh = unstarted("web-2", "gate.revision", "r1");
            Verification.Report report = verify(pipeline(), () -> {
                fresh.runOnce();
                LoggingServer.fail(second, MISSING);
            });

            assertThat(report.outcome()).as(report.reason()).isEqualTo(Verification.Outcome.ERRORS);
        }
    }

    @Test
    void a_pod_that_was_never_seen_proves_nothing() throws Exception {
        serving(pod("web-1", "r1"), pod("web-2", "r1"));
        try (Connection first = server.connect(database, "web-1")) {
            assertThat(first.isValid(1)).isTrue();
            assertNoData(
                    pipeline().verify("r1", WINDOW, p -> {}),
                    "no-attribution",
                    "no session of pod web-2 (application_name web-2) has been seen");
        }
    }

    @Test
    void a_log_that_becomes_unreadable_is_no_data_also_where_it_comes_back() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            Verification.Report report = verify(pipeline(), () -> server.letRead(false));
            assertNoData(report, "no-log-source", "cannot read the server's log");
        }
    }

    @Test
    void a_change_of_the_format_in_the_middle_is_no_data() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            Verification.Report report = verify(pipeline(), () -> server.logTo("stderr"));

            assertThat(report.outcome()).isEqualTo(Verification.Outcome.NO_DATA);
            assertThat(report.reason())
                    .as("where it is seen before the settings are")
                    .containsAnyOf(
                            "log-gap: source server-log: the server changed its log from",
                            "the server writes no log file of this format now");
        } finally {
            server.logTo("jsonlog,csvlog,stderr");
        }
    }

    @Test
    void a_file_that_is_removed_before_it_was_read_is_a_gap() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            Verification.Report report = verify(pipeline(), () -> {
                String read = server.query(
                        "postgres", "SELECT pg_current_logfile('" + (server.hasJson() ? "jsonlog" : "csvlog") + "')");
                LoggingServer.fail(app, MISSING);
                Files.delete(server.logs().resolve(Path.of(read).getFileName()));
                server.query("postgres", "SELECT pg_rotate_logfile()");
            });
            assertNoData(report, "log-gap", "was removed");
        }
    }

    /** A canary passes where errors do not. */
    @Test
    void errors_that_were_not_logged_for_a_while_are_no_data() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            assertNoData(
                    verify(pipeline(), () -> server.set("log_min_messages", "log")),
                    "errors-filtered",
                    "log_min_messages=log");
        } finally {
            server.set("log_min_messages", "warning");
        }
    }

    @Test
    void a_misread_field_is_no_data() throws Exception {
        serving(pod("web-1", "r1"));
        Path shipped = Files.createFile(files.resolve("shipped.csv"));
        Set<String> canaries = new HashSet<>();
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            Verification verification =
                    pipeline("gate.watch.sources", "server-log,file", "gate.watch.file", shipped.toString());
            Verification.Report report = verification.verify("r1", WINDOW, progress -> {
                String canary = server.query(database, "SELECT id FROM schema_gate.canary");
                if (canaries.add(canary)) {
                    ship(shipped, canary);
                }
            });
            assertNoData(report, "misread", "source file");
        }
    }

    /** The line of a canary, with the database of another. */
    private void ship(Path log, String canary) {
        try (var logs = Files.newDirectoryStream(server.logs(), "*.csv")) {
            for (Path each : logs) {
                for (String line : Files.readAllLines(each)) {
                    if (line.contains(canary.substring(0, canary.indexOf(' ')))) {
                        Files.writeString(
                                log,
                                line.replaceFirst("\"" + database + "\"", "\"elsewhere\"") + "\n",
                                StandardOpenOption.APPEND);
                    }
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_connection_that_is_lost_is_said() throws Exception {
        serving(pod("web-1", "r1"));
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            assertThatThrownBy(() -> verify(
                            pipeline(),
                            () -> server.execute(
                                    "postgres",
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                            + " WHERE host(client_addr) = '127.0.0.7'")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("reading the server's log");
        }
    }
}
