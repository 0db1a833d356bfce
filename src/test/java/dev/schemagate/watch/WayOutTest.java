package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** A closed gate whose log says nothing more does not stay closed for ever, and says the truth meanwhile. */
class WayOutTest extends WatchedDatabase {

    private static final String MISSING = "SELECT t.agent_id FROM public.\"Token\" t";
    private static final String HOTFIX = "ALTER TABLE public.\"Token\" ADD COLUMN agent_id text";

    @AfterEach
    void back() throws Exception {
        server.letRead(true);
    }

    /** Closed by an error that the book has looked into. */
    private TestGate closed(String... settings) throws Exception {
        TestGate gate = gate("web-1", settings);
        try (Connection app = server.connect(database, "web-1")) {
            LoggingServer.fail(app, MISSING);
            turnUntil("revoked", gate);
        }
        return gate;
    }

    private String open(String column) {
        return server.query(database, "SELECT (" + column + ")::text FROM schema_gate.revocation WHERE pod = 'web-1'");
    }

    @Test
    void the_reason_names_the_log_that_cannot_be_read() throws Exception {
        TestGate gate = closed();
        assertThat(gate.gate.state().reason()).contains("agent_id").contains("opens after 2 s of log time");
        server.letRead(false);
        turnFor(Duration.ofSeconds(3), gate);

        assertThat(gate.gate.state().name()).isEqualTo("revoked");
        assertThat(gate.gate.state().reason())
                .contains("agent_id")
                .contains("cannot read the server's log")
                .contains("after 600 s without log data")
                .doesNotContain("of log time");
        server.letRead(true);
        turnUntil("probation", gate);
    }

    @Test
    void opens_when_the_catalog_has_what_was_missing() throws Exception {
        TestGate gate = closed();
        server.letRead(false);
        turnFor(Duration.ofSeconds(1), gate);
        assertThat(gate.gate.state().name()).isEqualTo("revoked");
        server.execute(database, HOTFIX);
        turn(gate);

        assertThat(gate.gate.state().name()).isEqualTo("probation");
        assertThat(gate.gate.state().reason())
                .contains("what was missing is there now: public.Token.agent_id")
                .contains("cannot read the server's log");
        assertThat(open("reopened_at IS NOT NULL")).isEqualTo("true");
        server.letRead(true);
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT another");
            turnUntil("revoked", gate);
        }
    }

    @Test
    void knows_a_missing_table_and_schema_of_the_catalog_too() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            LoggingServer.fail(app, "SELECT * FROM orders");
            LoggingServer.fail(app, "SELECT * FROM nemo.users");
            LoggingServer.fail(app, "CREATE TABLE elsewhere.t ()");
            turnUntil("revoked", gate);
            soon().until(() -> {
                turn(gate);
                return gate.watch.status().errors().size() == 3;
            });
        }
        server.letRead(false);
        server.execute(database, "CREATE TABLE public.orders ()", "CREATE SCHEMA nemo", "CREATE TABLE nemo.users ()");
        turnFor(Duration.ofSeconds(1), gate);
        assertThat(gate.gate.state().name()).as("one is still missing").isEqualTo("revoked");
        server.execute(database, "CREATE SCHEMA elsewhere");
        turn(gate);

        assertThat(gate.gate.state().ready()).isTrue();
        assertThat(gate.gate.state().reason()).contains("orders", "nemo.users", "elsewhere");
    }

    @Test
    void opens_without_data_after_quiet_max_and_says_so() throws Exception {
        TestGate gate = closed("gate.watch.quiet-max", "4s");
        server.letRead(false);
        turnUntil("no-data", gate);

        assertThat(gate.gate.state().name()).isEqualTo("probation");
        assertThat(gate.gate.state().reason())
                .contains("open again without proof")
                .contains("cannot read the server's log");
        turnFor(Duration.ofSeconds(1), gate);
        assertThat(gate.gate.state().code()).isEqualTo("no-data");
        server.letRead(true);
        turnUntil("log-gap", gate);
        assertThat(gate.gate.state().ready()).as("without another error").isTrue();
        try (Connection app = server.connect(database, "web-1")) {
            LoggingServer.fail(app, MISSING);
            turnUntil("revoked", gate);
        }
    }

    @Test
    void a_restarted_gate_knows_what_was_missing_and_opens_when_it_is_there() throws Exception {
        closed();
        server.letRead(false);
        TestGate again = gate("web-1");
        assertThat(again.gate.state().name()).isEqualTo("revoked");
        assertThat(again.gate.state().reason()).contains("before it was restarted");
        // For three polls the former process may still be reading.
        soon().untilAsserted(() -> {
            turn(again);
            assertThat(again.gate.state().reason()).contains("cannot read the server's log");
        });
        turnFor(Duration.ofSeconds(1), again);
        assertThat(again.gate.state().name()).isEqualTo("revoked");
        server.execute(database, HOTFIX);
        turn(again);

        assertThat(again.gate.state().ready()).isTrue();
        assertThat(again.gate.state().reason()).contains("public.Token.agent_id");
    }

    @Test
    void restarts_do_not_begin_the_time_without_data_anew() throws Exception {
        closed("gate.watch.quiet-max", "1h");
        server.letRead(false);
        server.execute(
                database,
                "UPDATE schema_gate.revocation SET closed_at = closed_at - interval '59 minutes 50 s'",
                "UPDATE schema_gate.watch SET read_at = read_at - interval '59 minutes 50 s'",
                "UPDATE schema_gate.log_source SET log_time = log_time - interval '1 hour', reader = NULL");
        assertThat(gate("web-1", "gate.watch.quiet-max", "1h").gate.state().name())
                .isEqualTo("revoked");
        server.execute(
                database,
                "UPDATE schema_gate.revocation SET closed_at = closed_at - interval '10 s'",
                "UPDATE schema_gate.watch SET read_at = read_at - interval '10 s'");
        TestGate last = gate("web-1", "gate.watch.quiet-max", "1h");

        assertThat(last.gate.state().code()).isEqualTo("no-data");
        assertThat(last.gate.state().ready()).isTrue();
        assertThat(open("reopened_at IS NOT NULL")).isEqualTo("true");
    }

    @Test
    void opens_without_the_database_after_quiet_max_and_records_it_later() throws Exception {
        TestGate gate = closed("gate.watch.quiet-max", "4s");
        server.execute(
                "postgres",
                "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
        turn(gate, gate);
        assertThat(gate.gate.state().name()).isEqualTo("revoked");
        assertThat(gate.gate.state().reason()).contains("the database cannot be reached");
        turnUntil("no-data", gate);
        assertThat(gate.gate.state().ready()).isTrue();

        server.execute("postgres", "ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
        soon().until(() -> {
            turn(gate);
            return open("reopened_at IS NOT NULL").equals("true");
        });
        assertThat(gate.gate.state().ready()).isTrue();
    }

    @Test
    void a_watch_that_was_switched_off_leaves_no_closure_behind() throws Exception {
        closed("gate.watch.quiet", "1h");
        assertThat(gate("web-1", "gate.watch.sources", "").gate.state().ready()).isTrue();
        assertThat(gate("web-1", "gate.watch.quiet", "1h").gate.state().ready()).isTrue();
    }
}
