package dev.schemagate.cli;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.error.ErrorCode;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code contract} prints, and what a start says of the same. */
class ContractCommandTest {

    @RegisterExtension
    final Scene scene = Scene.with("SELECT 1");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V5__users.sql", "CREATE TABLE users (id int, legacy_name text, age int);");
        assertThat(scene.gate("gate.pod", "web-1").runOnce().ready()).isTrue();
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
        return Verb.exits(code, environment, arguments);
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
        scene.gate("gate.pod", "web-1").assertFails(ErrorCode.CT001, "waits: view nemo.names depends on it");

        scene.database().execute("DROP VIEW nemo.names");
        assertThat(scene.gate("gate.pod", "web-1").runOnce().ready()).isTrue();

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
}
