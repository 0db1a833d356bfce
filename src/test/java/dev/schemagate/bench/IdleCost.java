package dev.schemagate.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import dev.schemagate.TestGate;
import dev.schemagate.watch.LoggingServer;

/**
 * What a ready gate with default settings costs when nothing happens: {@code IdleCost [minutes]}. Prints this process's user and system
 * time as a part of one core, minute by minute, since the JVM goes on compiling for a while; then the statements that the server
 * counted. The server runs in processes of its own.
 */
final class IdleCost {

    private IdleCost() {}

    public static void main(String... args) throws Exception {
        long minutes = args.length > 0 ? Long.parseLong(args[0]) : 3;
        LoggingServer server = LoggingServer.shared();
        String database = server.newDatabase();
        server.execute("postgres", "CREATE EXTENSION pg_stat_statements");
        Path files = Files.createTempDirectory("idle");
        TestGate gate = TestGate.on(server.url(database), files, "gate.watch.application-name", "web-1");
        gate.runOnce();
        gate.reconciling();
        Thread watching = new Thread(() -> {
            try {
                gate.watch.run();
            } catch (InterruptedException e) {
                return;
            }
        });
        watching.start();
        OperatingSystemMXBean system =
                java.lang.management.ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (Connection app = server.connect(database, "web-1")) {
            app.isValid(1);
            // The first seconds compile and look around.
            TimeUnit.SECONDS.sleep(20);
            server.execute("postgres", "SELECT pg_stat_statements_reset()");
            for (int minute = 1; minute <= minutes; minute++) {
                long cpu = system.getProcessCpuTime();
                long began = System.nanoTime();
                TimeUnit.MINUTES.sleep(1);
                System.out.printf(
                        "minute %d, %s: %.2f %% of a core%n",
                        minute,
                        gate.gate.state().code(),
                        100.0 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - began));
            }
            System.out.println(server.query(
                    "postgres",
                    "SELECT string_agg(calls || ' x ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 100), E'\\n' ORDER BY calls DESC)"
                            + " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE datname = '"
                            + database + "'"));
        }
        watching.interrupt();
        System.exit(0);
    }
}
