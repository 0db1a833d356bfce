package dev.schemagate;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.readiness.GateState;
import dev.schemagate.sequence.StepReport;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole sequence on a real PostgreSQL. */
@EveryVersion
class SequenceTest {

    private static final String TOKENS = "CREATE TABLE public.\"LiteLLM_VerificationToken\" (token text PRIMARY KEY)";

    @RegisterExtension
    final Scene scene = Scene.with(TOKENS);

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    @Test
    void migrates_patches_notifies_and_opens() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.hotfix(
                "0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        TestGate gate = scene.gate();

        GateState state = gate.runOnce();

        assertThat(state).isInstanceOf(GateState.Probation.class);
        assertThat(state.code()).isEqualTo("no-log-source");
        assertThat(gate.gate.started()).isTrue();
        assertThat(database.hasColumn("nemo", "users", "name")).isTrue();
        assertThat(database.hasColumn("nemo", "flyway_schema_history", "version"))
                .isTrue();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();
        assertThat(database.value(
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"))
                .isEqualTo("1");
        assertThat(outcomes(gate))
                .containsExactly(
                        Outcome.DONE,
                        Outcome.DONE,
                        Outcome.NOTHING_TO_DO,
                        Outcome.DONE,
                        Outcome.DONE,
                        Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_second_run_has_nothing_to_migrate_or_to_announce() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
        TestGate again = scene.gate();

        again.runOnce();

        assertThat(again.report("migrate").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(again.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(again.report("reload").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_change_of_the_catalog_is_announced_to_a_listener() throws Exception {
        scene.gate().runOnce();
        try (var listener = database.connect()) {
            listener.createStatement().execute("LISTEN pgrst");
            database.execute("ALTER TABLE public.\"LiteLLM_VerificationToken\" ADD COLUMN spend float8");

            scene.gate().runOnce();

            var heard = listener.unwrap(org.postgresql.PGConnection.class).getNotifications(5_000);
            assertThat(heard).hasSize(1);
            assertThat(heard[0].getName()).isEqualTo("pgrst");
            assertThat(heard[0].getParameter()).isEqualTo("reload schema");
        }
    }

    @Test
    void an_empty_folder_on_a_new_database_is_nothing_to_do() throws Exception {
        TestGate gate = scene.gate();

        gate.runOnce();

        assertThat(gate.report("migrate").result().detail()).isEqualTo("no migration files");
        assertThat(gate.report("hotfix").result().detail()).isEqualTo("no hotfix files");
    }

    @Test
    void configured_folders_that_are_missing_are_failures() {
        scene.gate("gate.migrate.locations", scene.files().resolve("nowhere").toString())
                .assertFails(ErrorCode.MG001, "does not exist");
        scene.gate("gate.hotfix.dir", scene.files().resolve("nowhere").toString())
                .assertFails(ErrorCode.HF001, "does not exist");
    }

    @Test
    void a_failing_hotfix_names_file_line_and_cause() throws Exception {
        scene.hotfix("0001_bad.sql", "-- why\n\nALTER TABLE nobody ADD COLUMN IF NOT EXISTS x int;");

        scene.gate().assertFails(ErrorCode.HF202, "0001_bad.sql:", "relation \"nobody\" does not exist");
    }

    @Test
    void without_privileges_the_exact_grant_is_shown() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        String url = database.urlOfNewRole("weak");
        String role = "weak_" + database.name();

        TestGate.on(url, scene.files())
                .assertFails(
                        ErrorCode.DB006, "GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" + role + "\";");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);

        assertThat(TestGate.on(url, scene.files()).runOnce().ready()).isTrue();
    }

    @Test
    void a_hotfix_on_a_table_of_somebody_else_is_answered_with_the_grant() throws Exception {
        scene.hotfix(
                "0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        String url = database.urlOfNewRole("weak");
        String role = "weak_" + database.name();
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + role);

        TestGate.on(url, scene.files())
                .assertFails(ErrorCode.DB006, "GRANT \"" + database.server().user() + "\" TO \"" + role + "\"");
    }

    @Test
    void several_gates_at_once_do_each_thing_once_and_all_open() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        scene.hotfix(
                "0001_agent.sql", "ALTER TABLE \"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS agent_id text;");
        List<TestGate> gates = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> scene.gate("gate.pod", "web-" + i))
                .toList();

        Background.forEach(gates, gate -> {
            try {
                gate.runOnce();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(gates).allMatch(gate -> gate.gate.state().ready());
        assertThat(database.value(
                        "SELECT count(*) FROM nemo.flyway_schema_history WHERE success AND version IS NOT NULL"))
                .isEqualTo("2");
        assertThat(
                        database.value(
                                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
    }

    private static List<Outcome> outcomes(TestGate gate) {
        return gate.reconciler.passes().reports().stream()
                .map(StepReport::result)
                .map(r -> r.outcome())
                .toList();
    }
}
