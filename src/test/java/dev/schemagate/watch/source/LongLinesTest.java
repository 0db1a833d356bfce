package dev.schemagate.watch.source;

import java.sql.Connection;

import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Statements of megabytes in the log. */
@EveryVersion
class LongLinesTest extends LiveLog {

    @Test
    void reads_a_statement_of_three_megabytes_with_its_application_name() throws Exception {
        String database = server.newDatabase();
        try (Connection gate = server.connect(database, "schema-gate");
                Connection app = server.connect(database, "big")) {
            ServerSession reader = session(gate);
            ServerLog log = log(gate);
            log.poll(reader, records::add);

            LoggingServer.fail(app, "select nope, '" + "x".repeat(3_000_000) + "'");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("big")).hasSize(1);
            });
        }
    }

    @Test
    void sees_the_error_of_a_line_that_is_too_long_to_be_kept() throws Exception {
        String database = server.newDatabase();
        try (Connection gate = server.connect(database, "schema-gate");
                Connection app = server.connect(database, "huge")) {
            ServerSession reader = session(gate);
            ServerLog log = log(gate);
            log.poll(reader, records::add);

            LoggingServer.fail(app, "select nope, '" + "x".repeat(20_000_000) + "'");
            LoggingServer.fail(app, "select nope_again");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("huge")).hasSize(1);
                assertThat(errors("")).as("cut before its application_name").hasSize(1);
            });
        }
    }
}
