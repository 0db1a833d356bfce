package dev.schemagate;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged program that is ended while it withholds what a contract removes. */
class ContractIT {

    @RegisterExtension
    final Scene scene = Scene.with("SELECT 1");

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
