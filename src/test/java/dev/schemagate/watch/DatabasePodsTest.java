package dev.schemagate.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.kubernetes.TestCluster;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PostgreSQL that writes csvlog into a pipe, somebody who reads it and prints each record as an object in an envelope, and the cluster's
 * API that has what was printed: CloudNativePG's way (its docs, "Logging").
 */
class DatabasePodsTest extends WatchedDatabase {

    private static final String SELECTOR = "cnpg.io/cluster=main,cnpg.io/instanceRole=primary";
    private static final Map<String, String> PRIMARY =
            Map.of("cnpg.io/cluster", "main", "cnpg.io/instanceRole", "primary");
    private static final Map<String, String> REPLICA =
            Map.of("cnpg.io/cluster", "main", "cnpg.io/instanceRole", "replica");

    private static final class Own {
        static final LoggingServer SERVER = LoggingServer.start(Map.of());
    }

    private static volatile TestCluster printed;
    private static volatile String primary;
    private static Path pipe;

    private TestCluster cluster;

    DatabasePodsTest() {
        super(Own.SERVER);
    }

    @BeforeAll
    static void pipe() throws Exception {
        LoggingServer server = Own.SERVER;
        pipe = server.logs().resolve("postgres.csv");
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Thread collector = new Thread(DatabasePodsTest::collect, "logging collector");
        collector.setDaemon(true);
        collector.start();
        server.set("log_rotation_size", "0");
        server.logTo("csvlog");
        server.set("log_filename", "postgres.log");
        server.execute("postgres", "SELECT pg_rotate_logfile()");
        soon().until(() ->
                server.query("postgres", "SELECT pg_current_logfile('csvlog')").endsWith("postgres.csv"));
    }

    @AfterAll
    static void stop() throws IOException {
        Own.SERVER.set("log_filename", LoggingServer.FILE_NAME);
        Own.SERVER.execute("postgres", "SELECT pg_rotate_logfile()");
        // Whoever deletes the folder would wait for its other end.
        Files.deleteIfExists(pipe);
        Own.SERVER.close();
    }

    /** Reads record after record, as the instance manager does. */
    private static void collect() {
        try (BufferedReader in = Files.newBufferedReader(pipe, StandardCharsets.UTF_8)) {
            StringBuilder row = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                row.append(row.isEmpty() ? "" : "\n").append(line);
                if (row.chars().filter(c -> c == '"').count() % 2 == 0) {
                    print(row.toString());
                    row.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final List<String> COLUMNS = List.of(
            "log_time,user_name,database_name,process_id,connection_from,session_id,session_line_num,command_tag,session_start_time,virtual_transaction_id,transaction_id,error_severity,sql_state_code,message,detail,hint,internal_query,internal_query_pos,context,query,query_pos,location,application_name,backend_type,leader_pid,query_id"
                    .split(","));

    private static void print(String row) throws IOException {
        TestCluster to = printed;
        if (to == null) {
            return;
        }
        List<String> values = split(row);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(values.size(), COLUMNS.size()); i++) {
            if (!values.get(i).isEmpty()) {
                fields.put(COLUMNS.get(i), values.get(i));
            }
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("level", "info");
        envelope.put("ts", Instant.now().toString());
        envelope.put("logger", "postgres");
        envelope.put("msg", "record");
        envelope.put("logging_pod", primary);
        envelope.put("record", fields);
        to.write(primary, "postgres", new ObjectMapper().writeValueAsString(envelope));
    }

    private static List<String> split(String row) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (char c : row.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                value.append(
                        quoted && !value.isEmpty() && value.charAt(value.length() - 1) == '\u0001' ? "\"" : "\u0001");
            } else if (c == ',' && !quoted) {
                values.add(value.toString().replace("\u0001", ""));
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().replace("\u0001", ""));
        return values;
    }

    @BeforeEach
    void cluster() {
        cluster = new TestCluster(files);
        for (String pod : List.of("main-1", "main-2")) {
            cluster.start(pod, "postgres");
            cluster.label(pod, pod.equals("main-1") ? PRIMARY : REPLICA);
            cluster.write(
                    pod,
                    "postgres",
                    "{\"level\":\"info\",\"ts\":\"2026-01-01T00:00:00Z\",\"logger\":\"instance-manager\",\"msg\":\"Starting\"}");
        }
        primary = "main-1";
        printed = cluster;
    }

    @AfterEach
    void close() {
        printed = null;
        cluster.close();
    }

    private TestGate cnpg(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(cluster.settings()));
        all.addAll(List.of("gate.watch.sources", "database-pods", "gate.watch.database-pods", SELECTOR));
        all.addAll(List.of(more));
        return gate("web-1", all.toArray(String[]::new));
    }

    @Test
    void verifies_by_its_canary_and_knows_whose_an_error_is() throws Exception {
        TestGate gate = cnpg();
        try (Connection app = server.connect(database, "web-1");
                Connection other = server.connect(database, "console")) {
            turnUntil("verified", gate);
            LoggingServer.fail(other, "SELECT nope");
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "other") == 1;
            });
            assertThat(gate.gate.state().ready()).isTrue();

            LoggingServer.fail(
                    app, "SELECT t.agent_id\n  FROM public.\"Token\" t WHERE t.name = 'a \"secret\", or two'");
            turnUntil("revoked", gate);
        }
        assertThat(gate.gate.state().reason()).contains("42703", "agent_id", "web-1");
        WatchStatus.ErrorStatus error = gate.watch.status().errors().get(0);
        assertThat(error.statement()).contains("FROM public.\"Token\"").doesNotContain("secret");
        assertThat(error.suggestion()).contains("ADD COLUMN IF NOT EXISTS \"agent_id\"");
        assertThat(error.remoteHost()).isEqualTo("127.0.0.1");
    }

    /** Until the fail-over is seen, lines of the former primary and of the new one are read; none is lost or read twice. */
    @Test
    void follows_to_another_primary_and_reads_the_rest_of_the_former() throws Exception {
        TestGate gate = cnpg();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            cluster.stall(true);
            LoggingServer.fail(app, "SELECT last_words");
            soon().until(() -> cluster.requests().size() > 0);
            cluster.label("main-1", REPLICA);
            primary = "main-2";
            LoggingServer.fail(app, "SELECT first_words");
            cluster.label("main-2", PRIMARY);
            cluster.stall(false);
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "pod") == 2;
            });
            turnUntil("verified", gate);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(2);
        }
        assertThat(gate.watch.status().sources().get(0).file()).isEqualTo("main-2");
    }

    @Test
    void says_what_is_missing() throws Exception {
        TestGate gate = cnpg("gate.watch.database-pods", "cnpg.io/cluster=other");
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("cnpg.io/cluster=other", "gate.watch.database-pods");

        cluster.refuse(100_000, 403, "cannot list resource \"pods\"", "");
        soon().until(() -> {
            turn(gate);
            return gate.gate.state().reason().contains("cannot list resource");
        });
        assertThat(gate.gate.state().reason()).contains("docs/log-sources.md");
    }

    /** A postgres container without a collector prints the plain log, between lines of the scripts around it. */
    @Test
    void reads_the_plain_log_of_a_container_and_says_what_its_prefix_lacks() throws Exception {
        printed = null;
        server.set("log_line_prefix", "%m [%p] ");
        try {
            cluster.start("postgres-0", "db");
            cluster.label("postgres-0", Map.of("app", "postgres"));
            TestGate gate = cnpg("gate.watch.database-pods", "app=postgres");
            cluster.write("postgres-0", "db", "PostgreSQL init process complete; ready for start up.");
            turnUntil("no-log-source", gate);
            assertThat(gate.gate.state().reason()).contains("log_line_prefix", "ALTER SYSTEM SET");

            server.set("log_line_prefix", "%m [%p] %q%e user=%u,db=%d,app=%a,client=%h ");
            soon().until(() -> {
                turn(gate);
                return gate.watch.status().sources().get(0).readable();
            });
            for (String label : List.of(
                    "ERROR:  column \"agent_id\" does not exist at character 8", "STATEMENT:  SELECT agent_id")) {
                cluster.write(
                        "postgres-0",
                        "db",
                        OffsetDateTime.now(ZoneOffset.UTC)
                                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"))
                                + " UTC [77] 42703 user=app,db=" + database + ",app=web-1,client=10.0.0.7 " + label);
            }
            turnUntil("revoked", gate);
        } finally {
            server.set("log_line_prefix", LoggingServer.PREFIX);
        }
    }

    @Test
    void a_gate_that_was_restarted_goes_on() throws Exception {
        TestGate first = cnpg();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", first);
            turnFor(Duration.ofMillis(500), first);
            LoggingServer.fail(app, "SELECT nope");
            TestGate second = cnpg();
            turnUntil("revoked", second);
            assertThat(second.watch.errors("42703", "pod")).isEqualTo(1);
        }
    }
}
