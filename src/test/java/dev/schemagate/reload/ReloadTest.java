package dev.schemagate.reload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** That no change of the catalog goes unannounced, and that PostgREST's answer is waited for. */
class ReloadTest {

    @TempDir
    Path files;

    private final AtomicInteger loads = new AtomicInteger(1);
    private TestDatabase database;
    private HttpServer postgrest;

    @BeforeEach
    void start() throws IOException {
        database = PostgresServer.shared().newDatabase();
        postgrest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        postgrest.createContext("/metrics", exchange -> {
            byte[] body =
                    ("# HELP pgrst_schema_cache_loads_total x\npgrst_schema_cache_loads_total{status=\"FAIL\"} 9\n"
                                    + "pgrst_schema_cache_loads_total{status=\"SUCCESS\"} " + loads.get() + ".0\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        postgrest.start();
    }

    @AfterEach
    void stop() {
        postgrest.stop(0);
    }

    @Test
    void waits_until_postgrest_has_loaded_the_schema() throws Exception {
        try (Connection listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");
            CompletableFuture<Void> reloading = Background.run(() -> loadOnNotification(listener));
            TestGate gate = TestGate.on(database.url(), files, "gate.reload.proof-url", url());

            gate.runOnce();

            reloading.get(10, TimeUnit.SECONDS);
            assertThat(gate.report("reload").result().detail()).endsWith("PostgREST has loaded the schema");
        }
    }

    @Test
    void says_so_where_the_proof_does_not_come_and_opens() throws Exception {
        TestGate gate = TestGate.on(database.url(), files, "gate.reload.proof-url", url());

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.report("reload").result().detail()).contains("did not say within 10 s");
    }

    @Test
    void a_crash_between_change_and_notification_loses_none() throws Exception {
        TestGate.on(database.url(), files).runOnce();
        // What a worker leaves that dies right after its commit.
        database.execute("CREATE TABLE public.t (id int)");
        try (Connection listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");

            TestGate.on(database.url(), files).runOnce();
            TestGate.on(database.url(), files).runOnce();

            assertThat(listener.unwrap(PGConnection.class).getNotifications(5_000))
                    .hasSize(1);
        }
    }

    private void loadOnNotification(Connection listener) {
        try {
            assertThat(listener.unwrap(PGConnection.class).getNotifications(20_000))
                    .hasSize(1);
            loads.incrementAndGet();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + postgrest.getAddress().getPort();
    }
}
