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

        collected("00000", now.plusSeconds(10), "");
        poll();
        // The clock is set back.
        collected("42703", now.minusSeconds(3600), "later");
        poll();
        poll();

        assertThat(errors).containsExactly("later");
    }
}
