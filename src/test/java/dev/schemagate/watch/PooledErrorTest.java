package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Properties;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A real pgbouncer between the app and the server, whose log then shows the pooler's address for every app. */
class PooledErrorTest extends WatchedDatabase {

    @BeforeEach
    void needPgBouncer() {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
    }

    private PgBouncer pooler(String mode) {
        return PgBouncer.start(files, mode, "127.0.0.1", server.port(), "postgres", "postgres");
    }

    private Connection through(PgBouncer pooler, String application) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "any");
        properties.setProperty("ApplicationName", application);
        properties.setProperty("prepareThreshold", "0");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + pooler.port() + "/" + database, properties);
    }

    /** Its address is another than the pooler's 127.0.0.1. */
    private TestGate byAddress(String pod) throws Exception {
        return gate(
                pod,
                "gate.watch.quiet",
                "60s",
                "gate.watch.application-name",
                "",
                "gate.database.url",
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database
                        + "?user=postgres&password=postgres&localSocketAddress=127.0.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void without_a_name_the_pooler_is_said_and_its_errors_are_everybodys(String mode) throws Exception {
        TestGate one = byAddress("web-1");
        TestGate two = byAddress("web-2");
        try (PgBouncer pooler = pooler(mode);
                Connection app = through(pooler, "app")) {
            turnUntil("no-attribution", one, two);
            LoggingServer.fail(app, "SELECT nickname FROM public.users");
            turnUntil("revoked", one, two);
            turnUntil("revoked", two, one);

            assertThat(one.watch.status().attribution())
                    .contains("127.0.0.1, which is no pod's address; is a connection pooler in between?")
                    .contains("set gate.watch.application-name");
            assertThat(one.watch.status().errors()).singleElement().satisfies(error -> assertThat(error.remoteHost())
                    .isEqualTo("127.0.0.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void the_application_name_tells_pods_apart_behind_a_pooler(String mode) throws Exception {
        TestGate one = gate("web-1", "gate.watch.quiet", "60s");
        TestGate two = gate("web-2", "gate.watch.quiet", "60s");
        try (PgBouncer pooler = pooler(mode);
                Connection first = through(pooler, "web-1");
                Connection second = through(pooler, "web-2")) {
            // In transaction mode a server's session has the name of the client that used it last.
            soon().until(() -> {
                LoggingServer.fail(first, "SELECT 1");
                turn(one);
                LoggingServer.fail(second, "SELECT 1");
                turn(two);
                return is(one, "watching") && is(two, "watching");
            });
            LoggingServer.fail(second, "SELECT nickname FROM public.users");
            turnUntil("revoked", two, one);

            assertThat(one.gate.state().ready()).isTrue();
            assertThat(one.watch.errors("42703", "pod")).isZero();
            assertThat(one.watch.errors("42703", "revision")).isEqualTo(1);
        }
    }
}
