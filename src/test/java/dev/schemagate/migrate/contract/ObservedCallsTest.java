package dev.schemagate.migrate.contract;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;

/** What pg_stat_statements shows of calls, for how long it must show none, and when it shows nothing. */
@EveryVersion
class ObservedCallsTest {

    private static final String TABLE = "CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int, legacy text)";
    private static final String QUIET = "no call was observed for ";

    @TempDir
    Path files;

    private final LoggingServer server = LoggingServer.shared();
    private String database;

    @BeforeEach
    void observed() {
        database = server.newDatabase();
        server.execute(database, TABLE, "CREATE SCHEMA ext", "CREATE EXTENSION pg_stat_statements SCHEMA ext");
    }

    /** As another pod or another start sees it: nothing is kept but the bookkeeping. */
    private Waiting look(String url, String... settings) {
        TestGate gate = TestGate.on(url, files, settings);
        Contracts contracts = new Contracts(gate.config, Engines.LEDGERS);
        Script script = new Script(
                ScriptKind.MIGRATION,
                SqlParser.parse(new SourceText(
                        "V2.sql",
                        "-- gate: contract nemo.users.legacy unused\nALTER TABLE users DROP COLUMN legacy;")));
        Connection session = gate.database.open();
        try {
            return contracts.look(session, contracts.pending(List.of(script))).get(0);
        } finally {
            dev.schemagate.db.Database.close(session);
        }
    }

    private List<String> obstacles(String... settings) {
        return look(server.url(database), settings).obstacles().stream()
                .map(Waiting.Obstacle::user)
                .toList();
    }

    private void app(String sql) {
        server.execute(database, sql, "SELECT 1");
    }

    private void timePasses() {
        server.execute(database, "UPDATE schema_gate.contract SET quiet_since = quiet_since - interval '2 hours'");
    }

    @Test
    void it_must_be_quiet_for_the_whole_time_which_runs_across_starts() {
        app("SELECT legacy FROM nemo.users WHERE id = 1");
        assertThat(obstacles()).singleElement().asString().startsWith(QUIET + "0 s of 3600 s");
        assertThat(obstacles()).singleElement().asString().startsWith(QUIET);

        app("SELECT id FROM nemo.users");
        timePasses();

        Waiting waiting = look(server.url(database));
        assertThat(waiting.isFree()).isTrue();
        assertThat(waiting.notes()).singleElement().asString().startsWith(QUIET + "72");
    }

    @Test
    void a_call_begins_the_quiet_time_anew_and_is_told() {
        app("SELECT legacy FROM nemo.users WHERE id = 1");
        obstacles();
        timePasses();

        app("SELECT legacy FROM nemo.users WHERE id = 2");
        app("INSERT INTO nemo.users (id, legacy) VALUES (1, 'secret')");

        assertThat(obstacles())
                .hasSize(2)
                .allMatch(user -> user.startsWith("a statement that uses it was called once"))
                .anyMatch(user -> user.endsWith("SELECT legacy FROM nemo.users WHERE id = $1"));
        assertThat(obstacles()).singleElement().asString().startsWith(QUIET + "0 s of 3600 s");
    }

    @Test
    void entries_that_were_thrown_away_prove_nothing() {
        obstacles();
        timePasses();
        server.execute(database, "SELECT ext.pg_stat_statements_reset()");

        assertThat(obstacles())
                .singleElement()
                .asString()
                .startsWith("pg_stat_statements has thrown entries away, so the quiet time starts over");
    }

    @Test
    void where_nobody_wants_to_wait_it_is_not_asked() {
        assertThat(obstacles("gate.contract.quiet", "0s")).isEmpty();
    }

    @Test
    void without_the_privilege_it_names_the_grant_that_helps_and_waits_for_nothing() {
        server.execute(
                database,
                "CREATE ROLE blind_" + database + " LOGIN PASSWORD 'postgres'",
                "GRANT USAGE ON SCHEMA schema_gate TO blind_" + database,
                "GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO blind_" + database);
        String url = server.url(database).replace("postgres:postgres@", "blind_" + database + ":postgres@");

        Waiting blind = look(url);
        assertThat(blind.isFree()).isTrue();
        String advice = advice(blind, "pg_read_all_stats");
        server.execute(database, advice);
        String next = advice(look(url), "SCHEMA");
        server.execute(database, next);

        assertThat(look(url).obstacles()).singleElement().asString().contains(QUIET);
    }

    private static String advice(Waiting waiting, String word) {
        String note = waiting.notes().stream()
                .filter(n -> n.startsWith("calls were not observed") && n.contains(word))
                .findFirst()
                .orElseThrow();
        return note.substring(note.indexOf("administrator: ") + "administrator: ".length());
    }

    @Test
    void without_the_extension_or_its_library_nothing_is_observed_and_said_so() {
        TestDatabase bare = PostgresServer.shared().newDatabase();
        bare.execute(LoggingServer.bookkeeping());
        bare.execute(TABLE);
        Waiting without = look(bare.url());
        assertThat(without.isFree()).isTrue();
        assertThat(without.notes())
                .contains("calls were not observed: this database has no extension pg_stat_statements");

        bare.execute("CREATE EXTENSION pg_stat_statements");

        assertThat(look(bare.url()).notes())
                .anyMatch(note -> note.endsWith("add pg_stat_statements to shared_preload_libraries"));
    }
}
