package dev.schemagate;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What {@code contract} prints, and what a start says of the same. */
@Timeout(180)
class ContractIT {

    @RegisterExtension
    final Scene scene = Scene.with("SELECT 1");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V5__users.sql", "CREATE TABLE users (id int, legacy_name text, age int);");
        scene.runSucceeds();
        scene.database().execute("CREATE VIEW nemo.names AS SELECT legacy_name FROM nemo.users");
        scene.migration("V6__retire.sql", "-- gate: retire nemo.users.age computed since this release");
        scene.migration(
                "V7__drop.sql",
                "-- gate: contract nemo.users.legacy_name unused since V6\nALTER TABLE users DROP COLUMN legacy_name;");
    }

    private String contract(int code, Map<String, String> environment, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "contract";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (GateProcess contract = GateProcess.start(environment, arguments)) {
            assertThat(contract.exitCode()).as(contract.output()).isEqualTo(code);
            return contract.output();
        }
    }

    @Test
    void it_lists_who_is_in_the_way_a_start_says_the_same_and_afterwards_it_tells_what_was_removed() throws Exception {
        Map<String, String> environment = scene.environment(scene.database().url(), "GATE_POD", "web-1");

        assertThat(contract(1, environment))
                .contains(
                        "V7__drop.sql:1: contract nemo.users.legacy_name: waits (unused since V6)\n",
                        "  CT001 view nemo.names depends on it\n",
                        "  note: calls were not observed: this database has no extension pg_stat_statements\n",
                        "nemo.users.age: retired, and no pending migration removes it\n")
                .endsWith("contracts: 1 pending, 1 of them waits; 1 retired, 0 done\n");
        String json = contract(1, environment, "--format", "json");
        JsonNode pending =
                new ObjectMapper().readTree(json.substring(json.indexOf('{'))).path("pending");
        assertThat(pending.get(0).fieldNames())
                .toIterable()
                .containsExactly("object", "kind", "file", "line", "reason", "obstacles", "notes");
        assertThat(pending.get(0).path("obstacles").get(0).path("code").asText())
                .isEqualTo("CT001");
        try (GateProcess run = GateProcess.start(environment, "run")) {
            assertThat(run.exitCode()).as(run.output()).isEqualTo(4);
            assertThat(run.output()).contains("[CT001] ").contains("waits: view nemo.names depends on it");
        }

        scene.database().execute("DROP VIEW nemo.names");
        scene.runSucceeds("GATE_POD", "web-1");

        assertThat(contract(0, environment))
                .contains("nemo.users.legacy_name: removed at ", " by web-1 (", "V7__drop.sql:1: unused since V6)")
                .endsWith("contracts: 0 pending, 0 of them wait; 1 retired, 1 done\n");
    }

    @Test
    void without_a_database_it_exits_3() {
        assertThat(contract(3, scene.environment("postgresql://app:s3cret@127.0.0.1:1/app")))
                .contains("[DB001] cannot connect to 127.0.0.1:1/app")
                .doesNotContain("s3cret");
    }

    @Test
    void asked_to_stop_while_it_withholds_a_column_it_gives_it_back_before_it_ends() {
        LoggingServer server = LoggingServer.shared();
        String database = server.newDatabase();
        String url = server.url(database);
        Scene other = new Scene(scene.database(), scene.files().resolve("other"));
        other.migration("V1__users.sql", "CREATE TABLE users (id int, legacy text);");
        try (GateProcess run = GateProcess.start(other.environment(url), "run")) {
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        server.execute(database, "DELETE FROM schema_gate.pod", "GRANT SELECT ON nemo.users TO PUBLIC");
        other.migration(
                "V2__drop.sql", "-- gate: contract nemo.users.legacy unused\nALTER TABLE users DROP COLUMN legacy;");
        String mayRead = "SELECT has_column_privilege('public', 'nemo.users', 'legacy', 'SELECT')";

        try (GateProcess run = GateProcess.start(
                other.environment(url, "GATE_CONTRACT_SOFT_DROP", "5m", "GATE_WATCH_WINDOW", "3s"), "run")) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> server.query(database, mayRead).equals("f"));
            run.terminate();
            assertThat(run.exitCode()).as(run.output()).isEqualTo(143);
        }

        assertThat(server.query(database, mayRead)).isEqualTo("t");
        assertThat(server.query(database, "SELECT count(*) FROM schema_gate.soft_drop"))
                .isEqualTo("0");
    }
}
