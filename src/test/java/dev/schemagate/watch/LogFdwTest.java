package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RDS's log without RDS: file_fdw, of which log_fdw is made, under the names and signatures of log_fdw 1.4, its files' names, and a
 * role that is no superuser.
 */
class LogFdwTest extends WatchedDatabase {

    private static final String ROLE = "rds_gate";

    private static final String INSTALL = """
            CREATE FOREIGN DATA WRAPPER log_fdw HANDLER file_fdw_handler VALIDATOR file_fdw_validator;
            CREATE FUNCTION list_postgres_log_files(OUT file_name TEXT, OUT file_size_bytes BIGINT)
              RETURNS SETOF record LANGUAGE sql VOLATILE PARALLEL SAFE STRICT
              AS $$SELECT name AS file_name, size AS file_size_bytes FROM pg_ls_logdir()$$;
            CREATE FUNCTION create_foreign_table_for_log_file(table_name TEXT, server_name TEXT, log_file_name TEXT)
              RETURNS void AS $BODY$
            BEGIN
              IF $3 LIKE '%.csv' THEN
                EXECUTE format('CREATE FOREIGN TABLE %I (
                    log_time timestamp(3) with time zone, user_name text, database_name text, process_id integer,
                    connection_from text, session_id text, session_line_num bigint, command_tag text,
                    session_start_time timestamp with time zone, virtual_transaction_id text, transaction_id bigint,
                    error_severity text, sql_state_code text, message text, detail text, hint text, internal_query text,
                    internal_query_pos integer, context text, query text, query_pos integer, location text,
                    application_name text, backend_type text, leader_pid integer, query_id bigint
                  ) SERVER %I OPTIONS (filename %L, format ''csv'')', $1, $2, 'log/' || $3);
              ELSE
                EXECUTE format('CREATE FOREIGN TABLE %I (log_entry text) SERVER %I OPTIONS (filename %L, format ''text'', delimiter %L)',
                  $1, $2, 'log/' || $3, E'\\x04');
              END IF;
            END
            $BODY$ LANGUAGE plpgsql;
            REVOKE ALL ON FUNCTION list_postgres_log_files() FROM PUBLIC;
            REVOKE ALL ON FUNCTION create_foreign_table_for_log_file(text, text, text) FROM PUBLIC;
            ALTER EXTENSION file_fdw ADD FUNCTION list_postgres_log_files();
            ALTER EXTENSION file_fdw ADD FUNCTION create_foreign_table_for_log_file(text, text, text);
            UPDATE pg_extension SET extname = 'log_fdw' WHERE extname = 'file_fdw'
            """;

    private static final class Own {
        static final LoggingServer SERVER = start();

        private static LoggingServer start() {
            LoggingServer server = LoggingServer.start(Map.of());
            server.set("log_filename", "postgresql.log.%Y-%m-%d-%H%M%S");
            server.set("log_line_prefix", "%t:%r:%u@%d:[%p]:");
            server.execute(
                    "postgres",
                    "CREATE ROLE " + ROLE + " LOGIN",
                    // file_fdw asks for it where log_fdw asks for pg_monitor.
                    "GRANT pg_read_server_files TO " + ROLE);
            return server;
        }
    }

    LogFdwTest() {
        super(Own.SERVER);
    }

    @AfterAll
    static void stop() {
        Own.SERVER.close();
    }

    @BeforeEach
    void role() {
        server.logTo("csvlog");
        server.execute(
                "postgres", "ALTER SYSTEM RESET log_error_verbosity", "SELECT pg_reload_conf(), pg_rotate_logfile()");
        server.execute(
                database,
                "DROP SCHEMA schema_gate CASCADE",
                "GRANT CREATE ON DATABASE " + database + " TO " + ROLE,
                "REVOKE pg_monitor FROM " + ROLE);
    }

    private void install() {
        server.execute(
                database,
                "CREATE EXTENSION file_fdw",
                INSTALL,
                "CREATE SERVER log_server FOREIGN DATA WRAPPER log_fdw");
    }

    private void grant() {
        server.execute(
                database,
                "GRANT EXECUTE ON FUNCTION list_postgres_log_files(), create_foreign_table_for_log_file(text,text,text) TO "
                        + ROLE,
                "GRANT USAGE ON FOREIGN SERVER log_server TO " + ROLE,
                "GRANT pg_monitor TO " + ROLE);
    }

    private TestGate rds(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "gate.database.username", ROLE, "gate.watch.sources", "log-fdw", "gate.watch.log-fdw.every", "300ms"));
        all.addAll(List.of(settings));
        return gate("web-1", all.toArray(String[]::new));
    }

    /** What RDS logs where nothing else is chosen, with names that tell no application. */
    private TestGate plain() throws Exception {
        server.logTo("stderr");
        return rds("gate.watch.application-name", "");
    }

    @Test
    void every_missing_grant_is_told_and_following_them_is_enough() throws Exception {
        TestGate gate = rds();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("CREATE EXTENSION log_fdw");

        install();
        soon().until(() -> {
            turn(gate);
            return !gate.gate.state().reason().contains("CREATE EXTENSION log_fdw");
        });
        String reason = gate.gate.state().reason();
        String told = reason.substring(reason.indexOf("GRANT"));
        assertThat(told)
                .contains("GRANT EXECUTE", "GRANT USAGE ON FOREIGN SERVER log_server", "GRANT pg_monitor")
                .doesNotContain("CREATE");
        for (String statement : told.split("; ")) {
            server.execute(database, statement);
        }
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT t.agent_id FROM public.\"Token\" t WHERE id = 4711");
            turnUntil("revoked", gate);
        }
        assertThat(gate.gate.state().reason()).contains("42703", "agent_id", "web-1");
        assertThat(gate.watch.status().errors().get(0).statement())
                .contains("agent_id")
                .doesNotContain("4711");
        assertThat(gate.watch.status().errors().get(0).suggestion()).contains("ADD COLUMN IF NOT EXISTS \"agent_id\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csvlog", "stderr"})
    void each_error_is_read_once_over_rotations(String destination) throws Exception {
        install();
        grant();
        server.set("log_error_verbosity", "verbose");
        TestGate gate = destination.equals("stderr") ? plain() : rds();
        try (Connection app = server.connect(database, "other")) {
            soon().until(() -> {
                turn(gate);
                return gate.watch.status().watermark() != null;
            });
            for (int i = 0; i < 400; i++) {
                LoggingServer.fail(app, "SELECT nope_" + i + " /* 42703\n" + "x".repeat(500) + "\\n \\ */");
                if (i % 20 == 0) {
                    turn(gate);
                }
                if (i % 100 == 50) {
                    server.execute("postgres", "SELECT pg_rotate_logfile()");
                }
            }
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "pod") + gate.watch.errors("42703", "other") >= 400;
            });
            turnFor(Duration.ofSeconds(2), gate);
            assertThat(gate.watch.errors("42703", "pod") + gate.watch.errors("42703", "other"))
                    .isEqualTo(400);
        }
    }

    @Test
    void a_flood_is_read_piece_by_piece_and_a_restarted_gate_goes_on() throws Exception {
        install();
        grant();
        TestGate first = rds();
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", first);
            turnFor(Duration.ofMillis(500), first);
            for (int i = 0; i < 2_500; i++) {
                LoggingServer.fail(app, "SELECT nope");
            }
            TestGate second = rds();
            soon().until(() -> {
                turn(second);
                return second.watch.errors("42703", "pod") >= 2_500;
            });
            turnFor(Duration.ofSeconds(1), second);
            assertThat(second.watch.errors("42703", "pod")).isEqualTo(2_500);
            assertThat(second.watch.revocations()).isPositive();
        }
    }

    @Test
    void the_plain_log_says_what_it_lacks_and_is_enough_with_it() throws Exception {
        install();
        grant();
        TestGate gate = plain();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("log_error_verbosity = verbose, or log_destination = csvlog");

        server.set("log_error_verbosity", "verbose");
        try (Connection app = server.connect(database, "any")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT t.agent_id\nFROM public.\"Token\" t WHERE id = 4711");
            turnUntil("revoked", gate);
        }
        assertThat(gate.gate.state().reason()).contains("42703", "agent_id");
        assertThat(gate.watch.status().errors().get(0).statement())
                .contains("FROM public")
                .doesNotContain("4711");
    }

    @Test
    void the_plain_log_tells_no_application() throws Exception {
        install();
        grant();
        server.set("log_error_verbosity", "verbose");
        server.logTo("stderr");
        TestGate gate = rds();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason())
                .contains("set log_destination = csvlog", "does not tell whose an error is");
    }

    /** Whoever may create functions in public must not run with the gate's rights. */
    @Test
    void a_function_that_is_only_called_so_is_not_called() throws Exception {
        server.execute(
                database,
                "CREATE FUNCTION list_postgres_log_files(OUT file_name TEXT, OUT file_size_bytes BIGINT) RETURNS SETOF record"
                        + " LANGUAGE sql AS $$SELECT 'planted.csv', 1::bigint$$",
                "CREATE FUNCTION create_foreign_table_for_log_file(text, text, text) RETURNS void LANGUAGE sql AS 'SELECT'");
        TestGate gate = rds();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("CREATE EXTENSION log_fdw");
    }

    @Test
    void without_csvlog_says_where_to_set_it() throws Exception {
        install();
        grant();
        server.execute(
                database,
                "CREATE OR REPLACE FUNCTION list_postgres_log_files(OUT file_name TEXT, OUT file_size_bytes BIGINT)"
                        + " RETURNS SETOF record LANGUAGE sql STRICT AS $$SELECT 'postgresql.log.2026-01-01-00', 1::bigint$$");
        TestGate gate = rds();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("parameter group");
    }
}
