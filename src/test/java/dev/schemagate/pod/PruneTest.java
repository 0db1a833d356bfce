package dev.schemagate.pod;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What pods and programs leave in the bookkeeping does not stay for ever, and is not taken from who is still there. */
class PruneTest {

    @TempDir
    Path files;

    private TestDatabase database;
    private TestGate gate;

    @BeforeEach
    void a_gate() throws Exception {
        database = PostgresServer.shared().newDatabase();
        gate = TestGate.on(database.url(), files, "gate.pod", "here");
        gate.runOnce();
    }

    private void pod(String name, String away) throws Exception {
        database.execute("INSERT INTO schema_gate.pod (app, pod, revision, state, ready, beat_at) VALUES ('app', '"
                + name + "', 'r', 'revoked', false, now() - interval '" + away + "')");
    }

    private void read(String name, String ago) throws Exception {
        database.execute(
                "INSERT INTO schema_gate.watch (app, pod, revision, source, positions, read_at) VALUES ('app', '" + name
                        + "', 'r', 'server-log', '', now() - interval '" + ago + "')");
    }

    private void closed(String name, String ago, String reopened) throws Exception {
        database.execute(
                "INSERT INTO schema_gate.revocation (app, pod, revision, closures, error_at, closed_at, reopened_at)"
                        + " VALUES ('app', '" + name + "', 'r', 1, now() - interval '" + ago + "', now() - interval '"
                        + ago
                        + "', " + (reopened.isEmpty() ? "NULL" : "now() - interval '" + reopened + "'") + ")");
    }

    private String names(String table) throws Exception {
        return database.value(
                "SELECT coalesce(string_agg(DISTINCT pod, ' ' ORDER BY pod), '') FROM schema_gate." + table);
    }

    @Test
    void of_pods_that_are_gone_for_a_week_nothing_is_left() throws Exception {
        for (String name : new String[] {"gone", "away", "here"}) {
            read(name, "8 days");
            closed(name, "8 days", "");
        }
        pod("gone", "8 days");
        pod("away", "2 days");
        pod("done", "2 days");
        closed("done", "2 days", "2 days");
        pod("lately", "2 hours");
        closed("old", "9 days", "8 days");
        read("starting", "1 hour");

        assertThat(gate.heartbeat.beat()).isTrue();

        assertThat(names("pod")).isEqualTo("away here lately");
        assertThat(names("watch")).isEqualTo("away here starting");
        assertThat(names("revocation")).isEqualTo("away done here");
    }

    @Test
    void of_programs_only_those_go_that_others_came_after() throws Exception {
        database.execute("TRUNCATE schema_gate.compiled, schema_gate.head");
        for (String row : new String[] {"'old', 40", "'other', 20", "'now', 0"}) {
            String[] parts = row.split(", ");
            database.execute("INSERT INTO schema_gate.compiled (sha256, gate, statements, made_at) VALUES ('f', "
                    + parts[0]
                    + ", '[]', now() - interval '" + parts[1] + " days'); "
                    + "INSERT INTO schema_gate.head (files, history, version, ahead, found_at) VALUES (" + parts[0]
                    + ", 'h', '1', 0, now() - interval '" + parts[1] + " days')");
        }
        gate.heartbeat.beat();

        assertThat(database.value("SELECT string_agg(gate, ' ' ORDER BY gate) FROM schema_gate.compiled"))
                .isEqualTo("now other");
        assertThat(database.value("SELECT string_agg(files, ' ' ORDER BY files) FROM schema_gate.head"))
                .isEqualTo("now other");
    }

    @Test
    void the_only_program_keeps_what_it_needs_however_old() throws Exception {
        database.execute(
                "TRUNCATE schema_gate.compiled, schema_gate.head; "
                        + "INSERT INTO schema_gate.compiled (sha256, gate, statements, made_at) VALUES ('f', 'g', '[]', now() - interval '1 year'); "
                        + "INSERT INTO schema_gate.head (files, history, version, ahead, found_at) VALUES ('f', 'h', '1', 0, now() - interval '1 year')");
        gate.heartbeat.beat();

        assertThat(database.value("SELECT concat((SELECT count(*) FROM schema_gate.compiled), (SELECT count(*) FROM"
                        + " schema_gate.head))"))
                .isEqualTo("11");
    }
}
