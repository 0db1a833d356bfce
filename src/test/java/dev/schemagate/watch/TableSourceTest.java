package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What docs/log-sources.md promises to whoever writes the tables, with a role that may do no more than it says. */
@EveryVersion
class TableSourceTest extends WatchedDatabase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("docs/log-sources.md");

    @BeforeEach
    void collectorsRole() {
        server.execute(
                "postgres",
                "DO $$ BEGIN IF to_regrole('collector') IS NULL THEN CREATE ROLE collector LOGIN; END IF; END $$");
        server.execute(
                database,
                "GRANT USAGE ON SCHEMA schema_gate TO collector",
                "GRANT INSERT ON schema_gate.log_error TO collector",
                "GRANT SELECT, INSERT, UPDATE ON schema_gate.log_source TO collector");
    }

    private TestGate table(String pod, String... settings) throws Exception {
        return gate(
                pod,
                Stream.concat(Stream.of("gate.watch.sources", "table"), Stream.of(settings))
                        .toArray(String[]::new));
    }

    private void collect(String columns, String values) throws SQLException {
        try (Connection session = server.connect(database, "collector", "collector");
                var statement = session.createStatement()) {
            statement.execute("INSERT INTO schema_gate.log_error (" + columns + ") VALUES (" + values + ")");
        }
    }

    /** A collector that ships the server's lines by the statement of Vector's postgres sink. */
    private final class Shipper {

        private final String files;
        private final Function<String, Optional<ObjectNode>> rows;
        private final Set<String> shipped = new HashSet<>();

        Shipper(String files, Function<String, Optional<ObjectNode>> rows) {
            this.files = files;
            this.rows = rows;
        }

        void ship() throws IOException, SQLException {
            ArrayNode batch = JSON.createArrayNode();
            try (var logs = Files.newDirectoryStream(server.logs(), files)) {
                for (Path log : logs) {
                    Files.readAllLines(log).stream()
                            .filter(line -> !shipped.contains(line))
                            .forEach(line -> rows.apply(line).ifPresent(row -> {
                                shipped.add(line);
                                batch.add(row);
                            }));
                }
            }
            try (Connection session = server.connect(database, "collector", "collector");
                    PreparedStatement insert = session.prepareStatement("INSERT INTO schema_gate.log_error"
                            + " SELECT * FROM jsonb_populate_recordset(NULL::schema_gate.log_error, ?::jsonb)")) {
                insert.setString(1, batch.toString());
                insert.executeUpdate();
            }
        }
    }

    private static Optional<ObjectNode> ofJson(String text) {
        try {
            JsonNode line = JSON.readTree(text);
            if (!Set.of("SG001", "42703").contains(line.path("state_code").asText())) {
                return Optional.empty();
            }
            ObjectNode row = JSON.createObjectNode();
            row.set("at", line.get("timestamp"));
            row.set("sql_state", line.get("state_code"));
            row.set("message", line.get("message"));
            row.set("application_name", line.get("application_name"));
            row.set("remote_host", line.get("remote_host"));
            row.set("database_name", line.get("dbname"));
            row.set("user_name", line.get("user"));
            row.put("pid", line.path("pid").asText());
            return Optional.of(row);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** By the expression that the page has for Vector. */
    private static Function<String, Optional<ObjectNode>> ofThePage() throws IOException {
        Matcher quoted = Pattern.compile("parse_regex\\(text, r'(.*)'\\)").matcher(Files.readString(PAGE));
        assertThat(quoted.find()).isTrue();
        Pattern line = Pattern.compile(quoted.group(1).replace("(?P<", "(?<"));
        Map<String, String> columns = Map.of(
                "at",
                "at",
                "state",
                "sql_state",
                "message",
                "message",
                "pid",
                "pid",
                "user",
                "user_name",
                "db",
                "database_name",
                "app",
                "application_name",
                "client",
                "remote_host");
        return text -> {
            Matcher match = line.matcher(text);
            if (!match.find()) {
                return Optional.empty();
            }
            ObjectNode row = JSON.createObjectNode();
            columns.forEach((group, column) -> row.put(column, match.group(group)));
            return Optional.of(row);
        };
    }

    @Test
    void the_pages_prefix_and_expression_verify_and_revoke() throws Exception {
        Matcher prefix = Pattern.compile("log_line_prefix = '([^']*)'").matcher(Files.readString(PAGE));
        assertThat(prefix.find()).isTrue();
        server.set(Map.of("log_line_prefix", prefix.group(1), "log_timezone", "UTC"));
        try {
            verifiesAndRevokes(new Shipper("*.log", ofThePage()));
        } finally {
            server.set("log_line_prefix", LoggingServer.PREFIX);
        }
    }

    @Test
    void a_collector_that_ships_the_servers_lines_verifies_and_revokes() throws Exception {
        assumeTrue(server.hasJson(), "skipped: PostgreSQL 14 has no jsonlog");
        verifiesAndRevokes(new Shipper("*.json", TableSourceTest::ofJson));
    }

    private void verifiesAndRevokes(Shipper shipper) throws Exception {
        TestGate gate = table("web-1", "gate.watch.window", "4s");
        assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
        assertThat(gate.gate.state().reason()).contains("no collector has written");
        try (Connection app = server.connect(database, "web-1")) {
            soon().until(() -> {
                shipper.ship();
                turn(gate);
                return is(gate, "verified");
            });
            LoggingServer.fail(app, "SELECT nickname FROM public.users");
            soon().until(() -> {
                shipper.ship();
                turn(gate);
                return is(gate, "revoked");
            });

            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
            assertThat(gate.gate.state().reason()).contains("nickname").contains("web-1");
        }
    }

    private void collectUntilVerified(TestGate gate) {
        soon().until(() -> {
            collect("sql_state", "'00000'");
            turn(gate);
            return is(gate, "verified");
        });
    }

    @Test
    void a_collector_that_stops_is_no_data() throws Exception {
        TestGate gate = table("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            collectUntilVerified(gate);
            turnUntil("no-data", gate);
            assertThat(gate.gate.state().ready()).isTrue();

            collectUntilVerified(gate);
        }
    }

    @Test
    void a_collector_that_speaks_of_times_to_come_neither_hides_an_error_nor_keeps_the_gate_closed() throws Exception {
        TestGate gate = table("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            collect("sql_state", "'00000'");
            collect("sql_state, at", "'00000', now() + interval '1 day'");
            turn(gate);
            collect(
                    "sql_state, at, message, application_name",
                    "'42703', now() + interval '1 day', 'column \"a\" does not exist', 'web-1'");
            turnUntil("revoked", gate);

            collectUntilVerified(gate);
        }
    }

    @Test
    void what_a_collector_lost_begins_the_clean_time_anew_and_why_it_cannot_read_is_shown() throws Exception {
        TestGate gate = table("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            collectUntilVerified(gate);
            collect("sql_state, message", "'SG002', 'the subscription expired'");
            collect("sql_state", "'00000'");
            turn(gate);
            assertThat(gate.gate.state().name()).isEqualTo("probation");
            assertThat(gate.gate.state().reason()).contains("the subscription expired");
        }
        server.execute(
                database,
                "UPDATE schema_gate.log_source SET code = 'no-log-source', reason = 'the subscription is gone' WHERE source = 'table'");
        turn(gate);
        assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
        assertThat(gate.gate.state().reason()).contains("the subscription is gone");
    }

    @Test
    void rows_of_several_connections_are_seen_once_each_and_only_what_is_looked_for_counts() throws Exception {
        TestGate gate = table("web-1", "gate.watch.on-error", "report");
        collect("sql_state", "'00000'");
        turn(gate);
        try (Connection slow = server.connect(database, "collector", "collector")) {
            slow.setAutoCommit(false);
            slow.createStatement()
                    .execute("INSERT INTO schema_gate.log_error (sql_state, message, application_name, count)"
                            + " VALUES ('42703', 'column \"a\" does not exist', 'web-1', 3)");
            var other = Background.run(() -> {
                try {
                    collect("sql_state, message, application_name", "'42703', 'column \"b\" does not exist', 'web-1'");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            turnFor(Duration.ofMillis(300), gate);
            assertThat(gate.watch.errors("42703", "pod"))
                    .as("before either is committed")
                    .isZero();
            slow.commit();
            other.join();
        }
        collect(
                "sql_state, message, application_name, database_name",
                "'42703', 'of another database', 'web-1', 'elsewhere'");
        collect("sql_state, message, application_name", "'23505', 'duplicate key', 'web-1'");
        turn(gate, gate);

        assertThat(gate.watch.errors("42703", "pod")).isEqualTo(4);
        assertThat(gate.watch.errors("23505", "pod")).isZero();
    }
}
