package dev.schemagate.watch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Which gate reads the log for all. */
@EveryVersion
class ReaderTest extends SharedWatch {

    @Test
    void a_reader_that_hangs_is_replaced_and_writes_nothing_more() throws Exception {
        Watcher first = watcher("web-1");
        Watcher second = watcher("web-2");
        pollUntilProven(first, second);
        assertThat(reader()).isEqualTo("web-1");

        fail(3, "missing");
        soon().until(() -> {
            second.poll();
            return second.errors() == 3;
        });
        assertThat(reader()).isEqualTo("web-2");
        assertThat(server.query(database, "SELECT count(*)" + LOCKS))
                .as("its lock")
                .isEqualTo("1");
        first.poll();
        fail(1, "missing_later");
        soon().until(() -> {
            first.poll();
            second.poll();
            return first.errors() == 4 && second.errors() == 4;
        });

        assertThat(written()).isEqualTo("4");
    }

    @Test
    void whoever_may_not_read_leaves_it_to_another_and_sees_what_that_one_found() throws Exception {
        server.execute(
                "postgres", "CREATE ROLE blind_gate LOGIN", "GRANT CREATE ON DATABASE " + database + " TO blind_gate");
        server.execute(
                database,
                "GRANT ALL ON SCHEMA schema_gate TO blind_gate",
                "GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO blind_gate");
        try {
            Watcher blind = watcher(
                    "web-1",
                    "gate.database.url",
                    "postgresql://blind_gate@127.0.0.1:" + server.port() + "/" + database);
            blind.poll();
            assertThat(blind.source().reason()).contains("role blind_gate may not read the server's log");

            Watcher reader = watcher("web-2");
            pollUntilProven(reader, blind);
            assertThat(blind.source().readable()).isTrue();
            assertThat(blind.source().reason()).contains("through pod web-2");
            fail(2, "missing");
            soon().until(() -> {
                reader.poll();
                blind.poll();
                return blind.errors() == 2;
            });

            reader.close();
            // It does not try again at once, and until then knows only that nobody reads.
            soon().until(() -> {
                blind.poll();
                return blind.source().reason().contains("role blind_gate may not read the server's log");
            });
            assertThat(blind.source().readable()).isFalse();
        } finally {
            watchers.forEach(Watcher::close);
            server.execute(database, "DROP OWNED BY blind_gate", "DROP ROLE blind_gate");
        }
    }

    /** Another app's gates, or those of a revision that reads its own log, may have all the sessions there are. */
    @Test
    void where_the_gates_that_keep_a_session_read_no_log_another_reads_it_turn_by_turn() throws Exception {
        TestGate keeper = gate("api-1", "gate.watch.sources", "", "gate.database.sessions", "1");
        turn(keeper);
        assertThat(keeper.sessions.kept()).isTrue();

        TestGate gate = gate("web-1", "gate.database.sessions", "1");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate, keeper);
            assertThat(gate.sessions.kept()).isFalse();
            LoggingServer.fail(app, "SELECT missing");
            turnUntil("revoked", gate, keeper);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
        }
    }

    @Test
    void gates_that_look_for_other_errors_have_a_reader_of_their_own() throws Exception {
        Watcher usual = watcher("web-1");
        Watcher other = watcher("web-2", "gate.watch.states", "22012,42703");
        pollUntilProven(usual, other);

        assertThat(server.query(
                        database,
                        "SELECT string_agg(source || '=' || reader, ', ' ORDER BY source)"
                                + " FROM schema_gate.log_source"))
                .isEqualTo("server-log=web-1, server-log 22012 42703=web-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void a_gate_behind_a_pooler_follows_and_keeps_nothing_there(String mode) throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
        Watcher reader = watcher("web-1");
        try (PgBouncer pooler = PgBouncer.start(files, mode, "127.0.0.1", server.port(), "postgres", "postgres")) {
            Watcher pooled = Watcher.through(pod("web-2"), () -> pooled(pooler));
            watchers.add(pooled);
            pollUntilProven(reader, pooled);
            fail(3, "missing");
            soon().until(() -> {
                reader.poll();
                pooled.poll();
                return pooled.errors() == 3;
            });
            reader.close();
            soon().until(() -> {
                pooled.poll();
                return !pooled.source().readable();
            });

            assertThat(pooled.source().reason()).contains("no gate reads the log now");
            assertThat(server.query(database, "SELECT count(*)" + LOCKS)).isEqualTo("0");
            pooled.close();
        }
    }

    private Connection pooled(PgBouncer pooler) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "any");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("ApplicationName", "schema-gate");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + pooler.port() + "/" + database, properties);
    }
}
