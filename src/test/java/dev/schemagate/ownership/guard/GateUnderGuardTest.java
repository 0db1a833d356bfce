package dev.schemagate.ownership.guard;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.MigrationPasses;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A gate does its own work beside a guard, and gets no further past it than what was judged. */
@EveryVersion
class GateUnderGuardTest {

    private static final String LOG =
            "SELECT string_agg(DISTINCT identity || ' by ' || allowed_by, ', ') FROM schema_gate_guard.log";

    @TempDir
    Path files;

    private Scene scene;

    /** Installed before the first start, for a gate that is no superuser. */
    private TestGate guarded(String sql) throws Exception {
        scene = Scene.in(files, sql);
        String url = scene.database().urlOfNewRole("gate");
        String role = "gate_" + scene.database().name();
        scene.database().execute("GRANT CREATE ON DATABASE " + scene.database().name() + " TO " + role);
        scene.database().execute("GRANT CREATE ON SCHEMA public TO " + role);
        scene.database().execute(new GuardScript("nemo", "public", "schema_gate", "schema_gate_guard", role).sql());
        return TestGate.on(url, files);
    }

    private String log() {
        return scene.database().value(LOG);
    }

    @Test
    void installs_a_fresh_schema_whose_history_removes_what_it_made() throws Exception {
        TestGate gate = guarded("SELECT 1");
        scene.migration("V1__users.sql", "CREATE TABLE users (id int, legacy text);");
        scene.migration("V2__gone.sql", "ALTER TABLE users DROP COLUMN legacy;");

        assertThat(gate.runOnce().ready()).isTrue();

        assertThat(gate.report("audit").result().detail()).isEqualTo("nothing to report, guard installed");
        assertThat(scene.database().hasColumn("nemo", "users", "legacy")).isFalse();
        assertThat(log()).isEqualTo("nemo.users.legacy by override schema-gate V2__gone.sql of a first install");
    }

    @Test
    void removes_what_a_file_declares_and_the_next_file_is_refused_again() throws Exception {
        TestGate gate = guarded("SELECT 1");
        scene.migration("V1__users.sql", "CREATE TABLE users (id int, legacy text, other text);");
        assertThat(gate.runOnce().ready()).isTrue();
        scene.migration(
                "V2__gone.sql",
                "-- gate: contract nemo.users.legacy unused since release 41\nALTER TABLE users DROP COLUMN legacy;");
        scene.migration("V3__more.sql", "ALTER TABLE users DROP COLUMN other;");
        TestGate lenient = TestGate.on(gateUrl(), files, "gate.policy.migrations", "off");

        lenient.assertFails(ErrorCode.MG004, "schema gate: drop of table column nemo.users.other refused");

        assertThat(scene.database().hasColumn("nemo", "users", "legacy")).isFalse();
        assertThat(scene.database().hasColumn("nemo", "users", "other")).isTrue();
        assertThat(log())
                .isEqualTo("nemo.users.legacy by override schema-gate V2__gone.sql contract nemo.users.legacy:"
                        + " unused since release 41");
    }

    private String gateUrl() {
        return scene.database()
                .url()
                .replaceFirst("//[^@]*@", "//gate_" + scene.database().name() + ":secret@");
    }

    @Test
    void replays_hotfixes_and_rebuilds_their_broken_index() throws Exception {
        TestGate gate = guarded("CREATE TABLE t (id int PRIMARY KEY, a text); CREATE INDEX i ON t (a);"
                + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        scene.database()
                .execute("ALTER TABLE t OWNER TO gate_" + scene.database().name());
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;\n"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);\n"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS j ON t (b);");

        assertThat(gate.runOnce().ready()).isTrue();

        assertThat(scene.valid("i")).isEqualTo("t");
        assertThat(scene.database().hasColumn("public", "t", "b")).isTrue();
        assertThat(log()).isNull();
    }

    /** A build that was killed: its index, whole or INVALID, is dropped concurrently, and the file runs again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clears_what_an_interrupted_migration_left(boolean whole) throws Exception {
        TestGate gate = guarded("SELECT 1");
        scene.migration("V1__users.sql", "CREATE TABLE users (id int, name text);");
        assertThat(gate.runOnce().ready()).isTrue();
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        scene.database()
                .execute("CREATE INDEX users_name ON nemo.users (name); UPDATE pg_index SET indisvalid = " + whole
                        + " WHERE indexrelid = 'nemo.users_name'::regclass; INSERT INTO schema_gate.index_build (index)"
                        + " VALUES ('nemo.users_name'); ALTER INDEX nemo.users_name OWNER TO gate_"
                        + scene.database().name());

        assertThat(TestGate.on(gateUrl(), files).runOnce().ready()).isTrue();

        assertThat(scene.valid("nemo.users_name")).isEqualTo("t");
    }

    @Test
    void says_where_the_guard_is_switched_off() throws Exception {
        TestGate gate = guarded("SELECT 1");
        scene.database().execute("ALTER EVENT TRIGGER schema_gate_drops DISABLE");

        assertThat(gate.runOnce().ready()).isTrue();

        assertThat(gate.audit.guard().intact()).isFalse();
        assertThat(gate.audit.findings())
                .singleElement()
                .asString()
                .startsWith(
                        "guard installed, and not as it should be: event trigger schema_gate_drops is on sql_drop, disabled");
    }

    /** What a start does not wait for: the functions' bodies. */
    @Test
    void finds_another_function_at_its_first_recheck() throws Exception {
        TestGate gate = guarded("SELECT 1");
        scene.database()
                .execute("CREATE OR REPLACE FUNCTION schema_gate_guard.created() RETURNS event_trigger LANGUAGE plpgsql"
                        + " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'BEGIN END'");
        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.audit.guard().intact()).isTrue();

        gate.recheck();

        assertThat(gate.audit.guard().differences()).containsExactly("function schema_gate_guard.created is another");
    }

    /** As an engine in a process of its own would: another session. */
    @Test
    void opens_the_guard_to_another_process_for_what_a_file_declares() throws Exception {
        TestGate gate = guarded("CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int, legacy text, other text)");
        PolicyContext context = PolicyContext.of("nemo", "public", Set.of());
        Script script = new Script(
                ScriptKind.MIGRATION,
                SqlParser.parse(new SourceText(
                        "a1_gone.py",
                        "-- gate: contract nemo.users.legacy unused\nALTER TABLE nemo.users DROP COLUMN legacy;")));
        try (Connection session = gate.database.open()) {
            MigrationPasses.write(session, gate.config, context, List.of(script), Duration.ofMinutes(1));

            scene.database().execute("ALTER TABLE nemo.users DROP COLUMN legacy");
            assertThatThrownBy(() -> scene.database().execute("ALTER TABLE nemo.users DROP COLUMN other"))
                    .rootCause()
                    .hasMessageContaining("refused");
        }
        assertThat(log()).isEqualTo("nemo.users.legacy by pass schema-gate contract nemo.users.legacy");
    }
}
