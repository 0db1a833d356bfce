package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One canary for every gate of a database. */
class CanaryTest extends WatchedDatabase {

    @Test
    void a_hundred_gates_share_one_canary() throws Exception {
        try (Connection watching = server.connect(database, "schema-gate")) {
            java.util.concurrent.ExecutorService gates = java.util.concurrent.Executors.newFixedThreadPool(20);
            for (int i = 0; i < 20; i++) {
                gates.submit(() -> {
                    try (Connection connection = server.connect(database, "schema-gate")) {
                        for (int polls = 0; polls < 50; polls++) {
                            LoggingServer.fail(connection, "SELECT schema_gate.write_canary('1 hour')");
                        }
                    }
                    return null;
                });
            }
            gates.shutdown();
            assertThat(gates.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(LoggingServer.fail(watching, "SELECT 1")).isEqualTo("00000");
        }
        String id = server.query(database, "SELECT id FROM schema_gate.canary");
        soon().untilAsserted(() -> assertThat(canaries()).containsExactly(id));
    }

    private List<String> canaries() throws IOException {
        List<String> found = new ArrayList<>();
        try (var logs = Files.newDirectoryStream(server.logs(), "*.json")) {
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line ->
                                line.contains("\"state_code\":\"SG001\"") && line.contains('"' + database + '"'))
                        .map(line -> line.replaceFirst(".*schema-gate canary ([0-9a-f-]+).*", "$1"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
