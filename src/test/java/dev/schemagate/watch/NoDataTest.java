package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** No data is never clean. */
@EveryVersion
class NoDataTest extends WatchedDatabase {

    @Test
    void falls_back_when_the_log_directory_cannot_be_read_for_a_while() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            server.letRead(false);
            try {
                turnUntil("no-log-source", gate);
                assertThat(gate.gate.state().ready()).isTrue();
            } finally {
                server.letRead(true);
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
            server.logTo("syslog");
            try {
                turnUntil("no-log-source", gate);
                assertThat(gate.gate.state().reason()).contains("log_destination");
            } finally {
                server.logTo("jsonlog,csvlog,stderr");
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
            server.set("log_min_messages", "log");
            try {
                turnUntil("errors-filtered", gate);
            } finally {
                server.set("log_min_messages", "warning");
            }
            turnUntil("verified", gate);
        }
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
}
