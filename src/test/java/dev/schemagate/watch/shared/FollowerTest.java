package dev.schemagate.watch.shared;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.source.ServerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Which rows a gate is told of. */
class FollowerTest {

    private final LoggingServer server = LoggingServer.shared();
    private final String database = server.newDatabase();
    private final Follower follower =
            new Follower(SharedLog.ofCollector("schema_gate"), List.of(), Duration.ofMinutes(1));
    private final List<String> errors = new ArrayList<>();

    private void poll() throws Exception {
        try (Connection session = server.connect(database, "web-1")) {
            ServerSettings settings = ServerSettings.read(session, "schema_gate");
            follower.poll(
                    new ServerSession(session, "schema_gate", settings, "false", Duration.ofSeconds(5)), found -> {
                        if (found instanceof LogRecord.Failed failed) {
                            errors.add(failed.error().message());
                        }
                    });
        }
    }

    private void collected(String state, Instant at, String message) {
        server.execute(
                database,
                "INSERT INTO schema_gate.log_error (sql_state, at, message) VALUES ('" + state + "', '" + at + "', '"
                        + message + "')");
    }

    @Test
    void what_is_older_than_the_gate_is_not_told_until_the_log_is_known_and_all_that_comes_later_is() throws Exception {
        Instant now = Instant.now();
        collected("00000", now.minusSeconds(60), "");
        poll();
        collected("42703", now.minusSeconds(30), "of an older pod");
        poll();
        assertThat(errors).isEmpty();

        server.execute(database, "UPDATE schema_gate.log_source SET log_time = now() + interval '10 s'");
        poll();
        // The clock is set back.
        collected("42703", now.minusSeconds(3600), "later");
        poll();
        poll();

        assertThat(errors).containsExactly("later");
    }

    /** As an asynchronous replica, which is the server now, lacks the last rows, and has others by those numbers. */
    @Test
    void rows_that_got_numbers_which_others_had_are_told() throws Exception {
        collected("42703", Instant.now(), "first");
        poll();
        collected("42703", Instant.now(), "lost");
        collected("42703", Instant.now(), "lost, too");
        poll();
        server.execute(
                database,
                "DELETE FROM schema_gate.log_error WHERE message LIKE 'lost%'",
                "UPDATE schema_gate.log_source SET change = change - 2");
        collected("42703", Instant.now(), "of the new server");
        poll();
        poll();

        assertThat(errors).endsWith("of the new server").doesNotHaveDuplicates();
    }
}
