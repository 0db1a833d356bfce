package dev.schemagate.migrate.alembic;

import java.io.File;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.schemagate.AlembicProject;
import dev.schemagate.Crowd;
import dev.schemagate.TestGate;
import dev.schemagate.testing.RestartableServer;

/**
 * Prints what a start at the heads takes, in pairs with {@code alembic upgrade heads}, and how long 10 and 50 gates take that begin at
 * once with one pending revision. The gates share a JVM that has run before, so that what is measured is not its start.
 */
public final class AlembicBenchmark {

    private static final int RUNS = Integer.getInteger("runs", 9);
    private static final int REVISIONS = 50;

    private AlembicBenchmark() {}

    public static void main(String... args) throws Exception {
        try (RestartableServer server = new RestartableServer()) {
            server.start();
            AlembicProject project = AlembicProject.in(Files.createTempDirectory("alembic"), server.newDatabase());
            for (int i = 0; i < REVISIONS; i++) {
                project.sql("r" + i, i == 0 ? "None" : "'r" + (i - 1) + "'", "CREATE TABLE t" + i + " (id int)");
            }
            milliseconds(project, 1);
            for (int i = 0; i < RUNS; i++) {
                TestGate gate = project.gate();
                long began = System.nanoTime();
                gate.runOnce();
                long all = System.nanoTime() - began;
                Duration step = gate.report("migrate").took();
                System.out.printf(
                        "at the heads, ms: gate, all steps %d; its step migrate %d; alembic upgrade heads %d%n",
                        all / 1_000_000, step.toMillis(), alembic(project));
            }
            int next = REVISIONS;
            for (int gates : new int[] {1, 10, 50}) {
                for (int i = 0; i < 3; i++, next++) {
                    project.sql("r" + next, "'r" + (next - 1) + "'", "CREATE TABLE t" + next + " (id int)");
                    System.out.printf("one pending revision, %d gates, ms: %d%n", gates, milliseconds(project, gates));
                }
            }
        }
        System.exit(0);
    }

    private static long alembic(AlembicProject project) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("alembic", "upgrade", "heads")
                .directory(project.files().resolve("alembic").toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"));
        builder.environment().put("SCHEMA_GATE_DATABASE_URL", project.database().url());
        builder.environment().put("PGOPTIONS", "-c search_path=nemo");
        long began = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("alembic failed");
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long milliseconds(AlembicProject project, int gates) throws Exception {
        return Crowd.milliseconds(gates, i -> project.gate("gate.pod", "web-" + i));
    }
}
