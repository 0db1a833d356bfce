package dev.schemagate.watch.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.schemagate.ownership.guard.LogReaderSql;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What privilege reading the log takes. */
@EveryVersion
class LogReaderTest extends LiveLog {

    @Test
    void reads_with_the_least_privilege_and_nothing_else() throws Exception {
        String database = server.newDatabase();
        server.execute(
                database,
                "DROP SCHEMA schema_gate CASCADE",
                "CREATE ROLE watcher LOGIN",
                LogReaderSql.of("schema_gate", "watcher"));
        try (Connection gate = server.connect(database, "watcher", "schema-gate");
                Connection app = server.connect(database, "least")) {
            try (Statement statement = gate.createStatement()) {
                statement.execute(LoggingServer.bookkeeping());
            }
            ServerSession reader = session(gate);
            assertThat(ServerSettings.read(gate, "schema_gate").obstacle()).isEmpty();
            ServerLog log = log(gate);
            log.poll(reader, records::add);
            LoggingServer.fail(app, "select nope");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("least")).hasSize(1);
            });
            for (String file : List.of("../PG_VERSION", "/etc/passwd", "..", "x/../../PG_VERSION")) {
                assertThat(LoggingServer.fail(
                                gate, "select * from schema_gate.read_log('csvlog', '" + file + "', 0, 100)"))
                        .isEqualTo("42501");
            }
            assertThat(LoggingServer.fail(gate, "select pg_read_binary_file('PG_VERSION')"))
                    .isEqualTo("42501");
        }
    }

    /** As one that was put there by another user, or rotated with other rights. */
    @ParameterizedTest
    @EnumSource(names = {"READER", "DIRECT"})
    void a_file_that_may_not_be_read_costs_nothing_of_the_others(ServerSettings.Access access) throws Exception {
        String database = server.newDatabase();
        if (access == ServerSettings.Access.READER) {
            server.execute(
                    database,
                    LogReaderSql.of("schema_gate", "postgres"),
                    "ALTER ROLE postgres RESET log_statement",
                    "REVOKE pg_read_all_stats FROM postgres");
        }
        Path sealed = Files.writeString(server.logs().resolve("sealed.json"), "{}\n");
        Files.setPosixFilePermissions(sealed, Set.of());
        try (Connection gate = server.connect(database, "schema-gate");
                Connection app = server.connect(database, "beside")) {
            assumeTrue(
                    LoggingServer.fail(gate, "SELECT pg_read_binary_file('log/sealed.json')")
                            .equals("42501"),
                    "this server may read whatever there is");
            assertThat(ServerSettings.read(gate, "schema_gate").access()).isEqualTo(access);
            ServerSession reader = session(gate);
            ServerLog log = log(gate);
            log.poll(reader, records::add);
            LoggingServer.fail(app, "select nope");

            await().untilAsserted(() -> {
                log.poll(reader, records::add);
                assertThat(errors("beside")).hasSize(1);
            });
            assertThat(reader.list().entries())
                    .filteredOn(entry -> entry.name().equals("sealed.json"))
                    .singleElement()
                    .extracting(LogReader.Entry::head)
                    .isEqualTo("");
        } finally {
            Files.delete(sealed);
        }
    }

    @Test
    void says_what_is_missing_without_any_privilege() throws Exception {
        String database = server.newDatabase();
        server.execute(database, "CREATE ROLE stranger LOGIN", "GRANT USAGE ON SCHEMA schema_gate TO stranger");
        try (Connection gate = server.connect(database, "stranger", "schema-gate")) {
            assertThat(ServerSettings.read(gate, "schema_gate").obstacle())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("stranger").contains("guard sql --log-reader"));
        }
    }
}
