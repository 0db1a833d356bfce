package dev.schemagate;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.RestartableServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Many real processes at once on one server with 100 connections, with and without work to do. {@code -Dcrowd.processes=20}
 * says how many; a JVM each, so not by default.
 */
@Timeout(1_200)
class CrowdIT {

    private static final int PROCESSES = Integer.getInteger("crowd.processes", 0);
    private static final String DONE =
            "SELECT (SELECT string_agg(concat(file, ':', statement), ' ' ORDER BY file, statement)"
                    + " FROM schema_gate.hotfix) || ' ' || (SELECT string_agg(version, ' ' ORDER BY version)"
                    + " FROM nemo.flyway_schema_history WHERE success)";

    @TempDir
    Path files;

    @Test
    void all_exit_0_and_each_statement_is_done_once() {
        assumeTrue(PROCESSES > 0, "skipped: -Dcrowd.processes says how many");
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            Scene scene = Scene.in(files, server.newDatabase(), "CREATE TABLE t (id int PRIMARY KEY, name text)");
            scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
            scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
            scene.hotfix(
                    "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
            scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);");

            allSucceed(scene, "with work");
            assertThat(scene.database().value(DONE)).isEqualTo("0001.sql:1 0001.sql:2 0002.sql:1 1 2");

            allSucceed(scene, "without work");
            assertThat(scene.database().value(DONE)).isEqualTo("0001.sql:1 0001.sql:2 0002.sql:1 1 2");
            assertThat(scene.valid("t_a")).isEqualTo("t");
            scene.noLockIsLeft();
        }
    }

    private static void allSucceed(Scene scene, String name) {
        long began = System.nanoTime();
        List<GateProcess> gates = IntStream.range(0, PROCESSES)
                .mapToObj(i -> GateProcess.start(
                        scene.environment(
                                scene.database().url(),
                                "GATE_POD",
                                "web-" + i,
                                "JAVA_TOOL_OPTIONS",
                                "-Xmx192m -XX:TieredStopAtLevel=1"),
                        "run"))
                .toList();
        for (GateProcess gate : gates) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
        System.out.println(
                "crowd " + name + ": " + PROCESSES + " processes, s: " + (System.nanoTime() - began) / 1_000_000_000);
    }
}
