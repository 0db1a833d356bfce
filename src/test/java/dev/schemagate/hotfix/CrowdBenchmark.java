package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.schemagate.Crowd;
import dev.schemagate.Scene;
import dev.schemagate.testing.RestartableServer;

/**
 * Prints how long the sequences of {@code -Dgates=100} gates take that begin at once on a server with 100 connections, beside
 * that of one. They share a JVM that has run before, so that what is measured is the database and not their start.
 */
public final class CrowdBenchmark {

    private static final int GATES = Integer.getInteger("gates", 100);
    private static final int FILES = 20;

    private CrowdBenchmark() {}

    public static void main(String... args) throws Exception {
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            Path files = Files.createTempDirectory("crowd");
            Scene scene = Scene.in(files, server.newDatabase(), "CREATE TABLE t (id int PRIMARY KEY)");
            for (int i = 0; i < FILES; i++) {
                scene.hotfix(10 + i + ".sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS c" + i + " text DEFAULT 'x';");
            }
            for (int i = 0; i < 5; i++) {
                milliseconds(scene, GATES);
                print("one gate", milliseconds(scene, 1));
                print(GATES + " gates, nothing to do", milliseconds(scene, GATES));
                scene.database().execute("ALTER TABLE t DROP COLUMN c7");
                print(GATES + " gates, a column missing", milliseconds(scene, GATES));
            }
        }
        System.exit(0);
    }

    private static void print(String what, long milliseconds) {
        System.out.println(what + ", ms: " + milliseconds);
    }

    private static long milliseconds(Scene scene, int gates) throws Exception {
        return Crowd.milliseconds(gates, i -> scene.gate("gate.pod", "web-" + i));
    }
}
