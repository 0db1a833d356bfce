package dev.schemagate.watch.shared;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;
import dev.schemagate.watch.record.CanaryLine;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;
import dev.schemagate.watch.source.Canaries;
import dev.schemagate.watch.source.Position;
import dev.schemagate.watch.source.Reading;
import dev.schemagate.watch.source.ServerSession;
import dev.schemagate.watch.source.ServerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * During a rolling update of the gate itself a gate of the first version that shared a log, as its frozen statements, and one of this
 * version read for one another, on tables that the first one made and this one has brought up to date. {@code TwoVersionsIT} does so
 * with two programs.
 */
@EveryVersion
class FirstVersionTest {

    private static final String NOW =
            Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS).toString();
    private static final String POSITIONS =
            "8191 1795748400123 7b2274696d657374616d70223a22323032362d31312d3237 - postgresql-2026-11-27_010000.json";
    private static final String CANARY = "{\"timestamp\":\"" + NOW + "\",\"message\":\"schema-gate canary 5f2c"
            + " [\\\"schema-gate\\\", \\\"71\\\", \\\"gate\\\", \\\"app\\\", \\\"10.0.0.7\\\"]\",\"application_name\":\"schema-gate\","
            + "\"pid\":\"71\",\"user\":\"gate\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.7\"}";
    private static final String ERRORS = "[{\"n\":1,\"at\":\"" + NOW + "\",\"first_at\":\"" + NOW
            + "\",\"count\":3,\"position\":8,\"sql_state\":\"42703\",\"message\":\"column \\\"a\\\" does not exist\","
            + "\"statement\":\"SELECT a FROM t WHERE id = 0\",\"application_name\":\"web-1\",\"remote_host\":\"10.0.0.8\","
            + "\"database_name\":\"app\",\"user_name\":\"litellm\"}]";

    private final LoggingServer server = LoggingServer.shared();
    private final SharedLog log = SharedLog.of(
            "server-log",
            "schema_gate",
            List.of("42703", "42P01", "3F000", "0A000"),
            "newer",
            "2.0",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10));
    private final List<LogRecord> found = new ArrayList<>();
    private String database;

    @BeforeEach
    void tables() throws Exception {
        database = server.newDatabase();
        server.execute(
                database, "DROP SCHEMA schema_gate CASCADE", frozen("first-tables"), LoggingServer.bookkeeping());
    }

    private static String frozen(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(FirstVersionTest.class.getResourceAsStream(name + ".sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PreparedStatement first(Connection session, String name, Object... parameters) throws Exception {
        PreparedStatement statement = session.prepareStatement(frozen("first-" + name));
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private ServerSession poll(Connection session) throws SQLException {
        ServerSettings settings = ServerSettings.read(session, "schema_gate");
        return new ServerSession(session, "schema_gate", settings, "false", Duration.ofSeconds(5));
    }

    @Test
    void what_the_first_version_writes_is_read_by_this_one_which_goes_on_where_it_left_off() throws Exception {
        Follower follower = new Follower(log, List.of(), Duration.ofMinutes(1));
        try (Connection ours = server.connect(database, "newer")) {
            try (Connection theirs = server.connect(database, "older")) {
                long epoch;
                try (PreparedStatement take = first(theirs, "take", "PT10M", "server-log", "older", "0.1.0", "PT1S");
                        ResultSet row = take.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    epoch = row.getLong(1);
                }
                Found before = follower.poll(poll(ours), found::add);
                assertThat(before.alive()).isTrue();
                assertThat(before.vacant()).isFalse();
                assertThat(before.reader()).isEqualTo("older");
                assertThat(log.take(ours)).as("while the older one reads").isNull();

                try (PreparedStatement publish = first(
                                theirs,
                                "publish",
                                "postgresql.json",
                                POSITIONS,
                                NOW,
                                CANARY,
                                1,
                                "something was lost",
                                1,
                                "server-log",
                                epoch,
                                "server-log",
                                1,
                                ERRORS);
                        ResultSet row = publish.executeQuery()) {
                    assertThat(row.next()).isTrue();
                }
            }
            Found after = follower.poll(poll(ours), found::add);
            follower.poll(poll(ours), found::add);

            assertThat(after.gap()).isEqualTo("something was lost");
            assertThat(after.file()).isEqualTo("postgresql.json");
            assertThat(found).hasSize(2);
            LogRecord.Failed failed = (LogRecord.Failed) found.get(0);
            assertThat(failed.count()).isEqualTo(3);
            assertThat(failed.error().sqlState()).isEqualTo("42703");
            assertThat(failed.error().message()).isEqualTo("column \"a\" does not exist");
            assertThat(failed.error().statement()).isEqualTo("SELECT a FROM t WHERE id = 0");
            assertThat(failed.error().cursor()).isEqualTo(8);
            assertThat(failed.error().session().fields())
                    .isEqualTo(Map.of(
                            Field.APPLICATION_NAME, "web-1",
                            Field.ADDRESS, "10.0.0.8",
                            Field.DATABASE, "app",
                            Field.USER, "litellm"));
            LogRecord.Canary canary = (LogRecord.Canary) found.get(1);
            assertThat(canary.read().contradicting(canary.written())).isEmpty();
            assertThat(canary.written().get(Field.USER)).isEqualTo("gate");

            SharedLog.Tenure[] next = new SharedLog.Tenure[1];
            org.awaitility.Awaitility.await().until(() -> (next[0] = log.take(ours)) != null);
            assertThat(Position.text(next[0].left())).isEqualTo(POSITIONS);
            assertThat(next[0].lost()).isEmpty();
        }
    }

    @Test
    void what_this_version_writes_is_read_by_the_first_one() throws Exception {
        ErrorBatch batch = new ErrorBatch("app", new Canaries(), EnumSet.noneOf(Field.class));
        Session session = new Session(Map.of(Field.APPLICATION_NAME, "web-1", Field.DATABASE, "app"));
        batch.take(new LogRecord.Failed(new DatabaseError(
                Instant.parse(NOW),
                "42703",
                "column \"b\" does not exist",
                "SELECT b",
                8,
                session,
                DatabaseError.Origin.SERVER)));
        LogRecord.Canary canary = CanaryLine.read(CANARY).orElseThrow();
        batch.take(canary);
        batch.written(canary.id());
        try (Connection ours = server.connect(database, "newer");
                Connection theirs = server.connect(database, "older")) {
            SharedLog.Tenure tenure = log.publish(
                    log.take(ours), batch, Reading.of("new.json", 7, true, false), Position.parse(POSITIONS));
            assertThat(tenure).isNotNull();

            try (PreparedStatement follow = first(theirs, "follow", "PT1M", "server-log", 0L);
                    ResultSet row = follow.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(1);
                assertThat(row.getLong(2)).as("pruned").isZero();
                assertThat(row.getTimestamp(5).toInstant()).isEqualTo(canary.time());
                assertThat(CanaryLine.read(row.getString(6))).contains(canary);
                assertThat(row.getBoolean(7)).as("fresh").isTrue();
                assertThat(row.getString(8) + row.getString(9)).isEmpty();
                assertThat(row.getString(10)).isEqualTo("new.json");
                assertThat(row.getString(11)).isEqualTo("newer");
                assertThat(row.getBoolean(12)).as("alive").isTrue();
                assertThat(row.getBoolean(13)).as("vacant").isFalse();
                assertThat(row.getLong(15)).isEqualTo(1);
                assertThat(row.getTimestamp(16).toInstant()).isEqualTo(Instant.parse(NOW));
                assertThat(row.getLong(18)).isEqualTo(1);
                assertThat(row.getString(19)).isEqualTo("42703");
                assertThat(row.getString(20)).isEqualTo("column \"b\" does not exist");
                assertThat(row.getString(21)).isEqualTo("SELECT b");
                assertThat(row.getInt(22)).isEqualTo(8);
                assertThat(row.getString(23)).isEqualTo("web-1");
                assertThat(row.getString(25)).isEqualTo("app");
                assertThat(row.next()).isFalse();
            }
            try (PreparedStatement take = first(theirs, "take", "PT10M", "server-log", "older", "0.1.0", "PT1S")) {
                assertThat(take.executeQuery().next())
                        .as("while this one reads")
                        .isFalse();
            }
            log.unlock(tenure);
            server.execute(database, "UPDATE schema_gate.log_source SET reader = NULL");
            try (PreparedStatement take = first(theirs, "take", "PT10M", "server-log", "older", "0.1.0", "PT1S");
                    ResultSet row = take.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isEqualTo(tenure.epoch() + 1);
                assertThat(row.getString(3)).isEqualTo(POSITIONS);
            }
        }
    }
}
