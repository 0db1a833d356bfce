package dev.schemagate.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;

import static org.awaitility.Awaitility.await;

/** The whole watch in one process, on a PostgreSQL that collects its log; windows of seconds instead of a minute. */
abstract class WatchedDatabase {

    final LoggingServer server;

    @TempDir
    Path files;

    String database;

    WatchedDatabase() {
        this(LoggingServer.shared());
    }

    WatchedDatabase(LoggingServer server) {
        this.server = server;
    }

    @BeforeEach
    void database() {
        database = server.newDatabase();
        server.execute(
                database, "CREATE TABLE public.\"Token\" (id int)", "CREATE TABLE public.users (id int, name text)");
    }

    /** A gate whose sequence has completed; the last of two equal settings wins. */
    TestGate gate(String pod, String... settings) throws Exception {
        TestGate gate = unstarted(pod, settings);
        gate.runOnce();
        return gate;
    }

    TestGate unstarted(String pod, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "gate.pod", pod,
                "gate.pod-heartbeat", "200ms",
                "gate.watch.application-name", pod,
                "gate.watch.every", "100ms",
                "gate.watch.window", "2s",
                "gate.watch.quiet", "2s"));
        all.addAll(List.of(settings));
        return TestGate.on(server.url(database), files, all.toArray(String[]::new));
    }

    static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(50));
    }

    /** Turns the gates until the first is in that state, by name or reason code. */
    static void turnUntil(String stateOrCode, TestGate... gates) {
        soon().alias(stateOrCode).until(() -> {
            turn(gates);
            return is(gates[0], stateOrCode);
        });
    }

    static void turnFor(Duration time, TestGate... gates) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
            turn(gates);
            return System.nanoTime() > end;
        });
    }

    static void turn(TestGate... gates) {
        for (TestGate gate : gates) {
            gate.watch.turn();
        }
    }

    static boolean is(TestGate gate, String stateOrCode) {
        return gate.gate.state().name().equals(stateOrCode)
                || gate.gate.state().code().equals(stateOrCode);
    }
}
