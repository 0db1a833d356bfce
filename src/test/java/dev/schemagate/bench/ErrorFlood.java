package dev.schemagate.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.schemagate.TestGate;
import dev.schemagate.watch.LoggingServer;

/**
 * Errors as fast as a live server makes them, read by a gate in a process of its own with 64 MiB of heap:
 * {@code ErrorFlood [seconds] [sessions]}. Prints what was made, and the gate's count, state and heap after a collection.
 */
final class ErrorFlood {

    private static final int BATCH = 200;

    private ErrorFlood() {}

    public static void main(String... args) throws Exception {
        if (args.length > 0 && args[0].startsWith("postgresql:")) {
            gate(args[0], Integer.parseInt(args[1]));
            return;
        }
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int sessions = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        LoggingServer server = LoggingServer.shared();
        server.set("log_rotation_size", "10240");
        server.logTo("jsonlog");
        String database = server.newDatabase();
        Process gate = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ErrorFlood.class.getName(),
                        server.url(database),
                        String.valueOf(seconds + 40))
                .inheritIO()
                .start();
        TimeUnit.SECONDS.sleep(15);
        AtomicLong made = new AtomicLong();
        long began = System.nanoTime();
        Thread[] writers = new Thread[sessions];
        for (int i = 0; i < sessions; i++) {
            writers[i] = new Thread(() -> fail(server.port(), database, began + seconds * 1_000_000_000L, made));
            writers[i].start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        double took = (System.nanoTime() - began) / 1e9;
        System.out.printf("made %d errors in %.1f s = %.0f a second%n", made.get(), took, made.get() / took);
        gate.waitFor(seconds + 120, TimeUnit.SECONDS);
        gate.destroyForcibly();
        System.exit(0);
    }

    private static void gate(String url, int seconds) throws Exception {
        TestGate gate = TestGate.on(
                url,
                Files.createTempDirectory("flood"),
                "gate.watch.application-name",
                "web-1",
                "gate.watch.quiet",
                "60s");
        gate.runOnce();
        Thread watching = new Thread(() -> {
            try {
                gate.watch.run();
            } catch (InterruptedException e) {
                return;
            }
        });
        watching.start();
        for (int i = 0; i < seconds; i += 5) {
            TimeUnit.SECONDS.sleep(5);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "gate: %d errors read, %s, heap after gc %d MiB%n",
                    gate.watch.errors("42703", "pod"),
                    gate.gate.state().name(),
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
        System.exit(0);
    }

    /** Many statements at a time, so that the server never waits for us. */
    private static void fail(int port, String database, long until, AtomicLong made) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            byte[] start = ("user\0postgres\0database\0" + database + "\0application_name\0web-1\0\0")
                    .getBytes(StandardCharsets.UTF_8);
            out.writeInt(start.length + 8);
            out.writeInt(196_608);
            out.write(start);
            out.flush();
            awaitReady(in);
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            DataOutputStream queries = new DataOutputStream(batch);
            for (int i = 0; i < BATCH; i++) {
                byte[] sql = ("SELECT missing_" + i + "\0").getBytes(StandardCharsets.UTF_8);
                queries.writeByte('Q');
                queries.writeInt(sql.length + 4);
                queries.write(sql);
            }
            while (System.nanoTime() < until) {
                out.write(batch.toByteArray());
                out.flush();
                for (int i = 0; i < BATCH; i++) {
                    awaitReady(in);
                }
                made.addAndGet(BATCH);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void awaitReady(DataInputStream in) throws IOException {
        int type;
        do {
            type = in.readUnsignedByte();
            in.skipNBytes(in.readInt() - 4);
        } while (type != 'Z');
    }
}
