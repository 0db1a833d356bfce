package dev.schemagate.watch;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** Real clients, and the pace of production. */
class ClientsTest extends WatchedDatabase {

    @ParameterizedTest
    @ValueSource(strings = {"psql", "psycopg2", "sqlalchemy"})
    void a_real_client_is_recognised(String client) throws Exception {
        TestGate gate = gate("web-1");
        gate.watch.turn();
        String dsn = "host=127.0.0.1 port=" + server.port() + " user=postgres password=postgres dbname=" + database
                + " application_name=web-1";
        String sql = "SELECT u.nickname FROM public.users u WHERE u.id = 1";
        List<String> command =
                switch (client) {
                    case "psql" -> List.of("psql", dsn, "-c", sql);
                    case "psycopg2" ->
                        List.of(
                                "/usr/bin/python3",
                                "-c",
                                "import psycopg2; psycopg2.connect('" + dsn + "').cursor().execute('" + sql + "')");
                    default ->
                        List.of(
                                "/usr/bin/python3",
                                "-c",
                                "import sqlalchemy as s, psycopg2; s.create_engine('postgresql://', creator=lambda: psycopg2.connect('"
                                        + dsn + "')).connect().execute(s.text('" + sql + "'))");
                };
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(output.contains("does not exist"), client + " is not installed");

        turnUntil("revoked", gate);
        assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
    }

    @Test
    void an_error_revokes_at_the_default_pace() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.every", "1s");
        turn(gate);
        Thread watching = new Thread(() -> {
            try {
                gate.watch.run();
            } catch (InterruptedException e) {
                return;
            }
        });
        watching.start();
        try (Connection app = server.connect(database, "web-1")) {
            LoggingServer.fail(app, "SELECT nickname FROM public.users");
            soon().until(() -> is(gate, "revoked"));
        } finally {
            watching.interrupt();
            watching.join();
        }
    }
}
