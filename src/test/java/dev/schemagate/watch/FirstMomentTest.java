package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** What the app does at once is seen: the log is watched before the gate opens. */
@EveryVersion
class FirstMomentTest extends WatchedDatabase {

    private static final String ERROR = "psycopg2.errors.UndefinedColumn: column t.agent_id does not exist\n";

    /** With a native sidecar the app starts at {@code /started}. */
    @RepeatedTest(10)
    void an_error_in_the_moment_of_the_opening_revokes() throws Exception {
        TestGate gate = unstarted("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            CompletableFuture<Boolean> start = gate.start();
            while (!gate.gate.started() && !start.isCompletedExceptionally()) {
                Thread.onSpinWait();
            }
            LoggingServer.fail(app, "SELECT first_moment");
            start.get(60, TimeUnit.SECONDS);
            turnUntil("revoked", gate);
        }
    }

    @Test
    void an_error_between_an_init_container_and_the_sidecar_revokes() throws Exception {
        gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            LoggingServer.fail(app, "SELECT between_run_and_serve");
            turnUntil("revoked", gate("web-1"));
        }
    }

    @Test
    void an_error_while_a_gate_restarts_that_never_had_a_turn_revokes() throws Exception {
        try (Connection app = server.connect(database, "web-1")) {
            gate("web-1");
            gate("web-1");
            LoggingServer.fail(app, "SELECT after_two_starts");
            gate("web-1");
            turnUntil("revoked", gate("web-1"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_in_a_file_revokes_also_where_the_app_creates_it(boolean there) throws Exception {
        Path log = files.resolve("app.log");
        if (there) {
            Files.writeString(log, "started\n" + ERROR);
        }
        TestGate gate = gate("web-1", "gate.watch.sources", "file", "gate.watch.file", log.toString());
        append(log);
        turnUntil("revoked", gate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"filled", "empty", "absent"})
    void an_error_in_a_file_between_an_init_container_and_the_sidecar_revokes(String before) throws Exception {
        Path log = files.resolve("app.log");
        if (!before.equals("absent")) {
            Files.writeString(log, before.equals("filled") ? "started\n" + ERROR : "");
        }
        String[] settings = {"gate.watch.sources", "file", "gate.watch.file", log.toString()};
        gate("web-1", settings);
        append(log);
        turnUntil("revoked", gate("web-1", settings));
    }

    private static void append(Path log) throws IOException {
        Files.writeString(log, ERROR, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void opens_when_a_canary_has_come_back() throws Exception {
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            TestGate gate = gate("web-1");

            assertThat(gate.gate.state().code()).isEqualTo("watching");
            assertThat(gate.gate.state().reason()).startsWith("the log has been clean for 0 s");
        }
    }

    @Test
    void opens_where_no_log_can_be_read_and_says_why() throws Exception {
        server.logTo("syslog");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            TestGate gate = gate("web-1");

            assertThat(gate.gate.state().ready()).isTrue();
            assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
            assertThat(gate.gate.state().reason()).contains("log_destination");
            server.logTo("jsonlog,csvlog,stderr");
            turnUntil("log-gap", gate);
            assertThat(gate.gate.state().reason()).contains("log_destination");
        } finally {
            server.logTo("jsonlog,csvlog,stderr");
        }
    }

    @Test
    void opens_where_the_canary_would_be_filtered() throws Exception {
        server.set("log_min_messages", "fatal");
        try {
            TestGate gate = gate("web-1");

            assertThat(gate.gate.state().code()).isEqualTo("errors-filtered");
        } finally {
            server.set("log_min_messages", "warning");
        }
    }
}
