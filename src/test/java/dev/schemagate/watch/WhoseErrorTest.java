package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.db.Database;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** Which errors close this pod's gate: its own, and those that nobody else has. */
@EveryVersion
class WhoseErrorTest extends WatchedDatabase {

    @Test
    void an_error_of_another_pod_closes_nothing_here() throws Exception {
        // Whatever else this machine does meanwhile, neither pod is taken for dead.
        TestGate one = gate("web-1", "gate.pod-heartbeat", "60s");
        TestGate ten = gate("web-10", "gate.pod-heartbeat", "60s");
        try (Connection first = server.connect(database, "web-1");
                Connection tenth = server.connect(database, "web-10");
                Connection console = server.connect(database, "psql")) {
            turnUntil("verified", one, ten);
            LoggingServer.fail(first, "SELECT 1");
            LoggingServer.fail(console, "SELECT nope");
            LoggingServer.fail(tenth, "SELECT nope");
            turnUntil("revoked", ten, one);

            assertThat(one.gate.state().ready()).isTrue();
            assertThat(one.watch.errors("42703", "revision")).isEqualTo(1);
            assertThat(one.watch.errors("42703", "other")).isEqualTo(1);
            assertThat(one.watch.errors("42703", "pod")).isZero();
        }
    }

    @Test
    void is_never_blind_while_no_session_of_this_pod_was_seen() throws Exception {
        TestGate gate = gate("web-1");
        turnUntil("no-attribution", gate);
        turnFor(Duration.ofSeconds(3), gate);
        assertThat(gate.gate.state().code()).isEqualTo("no-attribution");

        try (Connection unnamed = server.connect(database, "something else")) {
            LoggingServer.fail(unnamed, "SELECT nope");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void a_pod_is_known_by_its_address_where_it_has_no_name() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.application-name", "");
        try (Connection app = server.connect(database, "anything")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT * FROM missing_table");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void other_databases_ignored_applications_and_harmless_errors_do_not_count() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.ignore", "probe*,/harmless/", "gate.watch.scope", "database");
        try (Connection app = server.connect(database, "web-1");
                Connection elsewhere = server.connect("postgres", "web-1");
                Connection probe = server.connect(database, "probe 7")) {
            turnUntil("verified", gate);
            LoggingServer.fail(elsewhere, "SELECT nope");
            LoggingServer.fail(probe, "SELECT nope");
            LoggingServer.fail(app, "SELECT harmless");
            LoggingServer.fail(app, "SELECT nope.id FROM public.\"Token\" t");
            LoggingServer.fail(app, "SELECT 'abc'::int");
            LoggingServer.fail(app, "SELECT no_function(1)");
            turnFor(Duration.ofSeconds(2), gate);

            assertThat(gate.gate.state().name()).isEqualTo("verified");
        }
    }

    /** Else the address of one that has just connected could be taken for the pod's. */
    @Test
    void a_gates_session_has_its_name_from_the_first_moment() throws Exception {
        server.set("log_connections", "on");
        Database gates = gate("web-1").database;
        try {
            // Another session each time: the log may begin a new file behind the line that tells of one.
            soon().until(() -> {
                gates.open().close();
                return server.query(
                                "postgres",
                                "SELECT pg_read_file(pg_current_logfile('csvlog')) ~ 'database=" + database
                                        + " application_name=schema-gate'")
                        .equals("t");
            });
        } finally {
            server.set("log_connections", "off");
        }
    }
}
