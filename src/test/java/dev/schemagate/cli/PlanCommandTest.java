package dev.schemagate.cli;

import java.nio.file.Files;
import java.sql.Connection;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code plan} prints of a database in every state, as a member of the owner whose sessions may write nothing, beside a lock that
 * lets only readers by.
 */
class PlanCommandTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY, a text, c int); CREATE INDEX i ON t (a);"
            + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");

    private String url;

    @BeforeEach
    void prepare() throws Exception {
        url = scene.database().urlOfNewRole("reader");
        String reader = "reader_" + scene.database().name();
        scene.database()
                .execute("ALTER ROLE " + reader + " SET default_transaction_read_only = on; GRANT "
                        + scene.database().value("SELECT quote_ident(current_user)") + " TO " + reader);
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        scene.hotfix("0002.sql", "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO NOTHING;");
    }

    @Test
    void where_nothing_is_wrong_it_says_what_a_start_would_do_and_exits_0() throws Exception {
        Planned planned = plan(0);

        assertThat(planned.text())
                .contains("0001.sql:1: satisfied column public.t.a is there")
                .contains("0001.sql:2: missing   column public.t.b does not exist; takes ACCESS EXCLUSIVE on public.t")
                .contains("0002.sql:1: unknown   ")
                .endsWith("migrations: no migration files\nother engine: no ledger of Prisma's to wait for\n"
                        + "3 statements: 1 satisfied, 1 unknown, 1 missing\n");
        assertThat(planned.json().path("findings")).isEmpty();
        JsonNode statements = planned.json().path("statements");
        assertThat(statements.findValuesAsText("verdict")).containsExactly("satisfied", "missing", "unknown");
        assertThat(statements.get(0).path("locks")).isEmpty();
        JsonNode missing = statements.get(1);
        assertThat(missing.path("file").asText()).endsWith("/0001.sql");
        assertThat(missing.path("line").asInt()).isEqualTo(2);
        assertThat(missing.path("statement").asInt()).isEqualTo(2);
        assertThat(missing.path("tag").asText()).isEqualTo("ALTER TABLE");
        assertThat(missing.path("reason").asText()).isEqualTo("column public.t.b does not exist");
        assertThat(missing.path("locks")).singleElement().hasToString("\"ACCESS EXCLUSIVE on public.t\"");
    }

    @Test
    void a_conflict_and_a_broken_index_exit_1() throws Exception {
        scene.hotfix("0003.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text;");
        assertThat(plan(1).text())
                .contains("0003.sql:1: conflict  column public.t.c has type integer, but the hotfix asks for text");

        scene.hotfix("0003.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);");
        assertThat(plan(1).text())
                .contains(
                        "0003.sql:1: broken    index public.i is INVALID: a concurrent build did not finish; takes ACCESS EXCLUSIVE on public.t");
    }

    @Test
    void all_that_is_refused_is_listed_behind_the_plan_of_the_rest_and_exits_1() throws Exception {
        scene.hotfix("0003.sql", "ALTER TABLE t DROP COLUMN c;\nALTER TABLE t RENAME COLUMN a TO z;");
        scene.hotfix("0004.sql", "\nALTER TABLE t ADD COLUMN IF NOT;");
        Files.write(scene.files().resolve("hotfixes/0005.sql"), new byte[] {'-', '-', (byte) 0xe9, '\n'});
        scene.hotfix("0006.sql", "ALTER TABLE nobody ADD COLUMN IF NOT EXISTS x int;");

        Planned planned = plan(1);

        assertThat(planned.text())
                .contains("0001.sql:2: missing   column public.t.b does not exist")
                .containsPattern(
                        "refused: .*/0003.sql:1:1: HF010 DROP COLUMN takes c away from old code; leave it in place")
                .containsPattern("refused: .*/0003.sql:2:1: HF011 ")
                .containsPattern("refused: .*/0004.sql:2:32: HF002 syntax error")
                .containsPattern("refused: .*/0005.sql:1:3: HF002 byte 0xE9 is not UTF-8")
                .containsPattern("refused: .*/0006.sql:1:1: HF202 relation \"nobody\" does not exist")
                .endsWith("; refused for 5 reasons\n");
        JsonNode findings = planned.json().path("findings");
        assertThat(findings.findValuesAsText("rule")).containsExactly("HF010", "HF011", "HF002", "HF002", "HF202");
        assertThat(findings.get(1).path("line").asInt()).isEqualTo(2);
        assertThat(findings.get(1).path("file").asText()).endsWith("/0003.sql");
    }

    @Test
    void pending_migrations_are_listed_and_what_is_refused_of_them_exits_1() throws Exception {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        scene.migration("afterMigrate.sql", "SELECT 1;");

        Planned planned = plan(0);

        assertThat(planned.text())
                .contains("/V1__a.sql: pending\n", "/afterMigrate.sql: callback\n")
                .contains("migrations: no version; 1 pending, 1 callback\n");
        JsonNode migrations = planned.json().path("migrations");
        assertThat(migrations.path("state").asText()).isEqualTo("no version");
        assertThat(migrations.path("pending")).singleElement().asString().endsWith("/V1__a.sql\"");
        assertThat(migrations.path("callbacks")).hasSize(1);
        assertThat(migrations.has("refusal")).isFalse();
        assertThat(scene.database().value("SELECT to_regnamespace('nemo')")).isNull();

        scene.migration("V2__b.sql", "ALTER TABLE public.t ADD COLUMN x int;");
        assertThat(plan(1).text())
                .containsPattern("refused: .*/V2__b.sql:1:1: HF023 ")
                .endsWith("; refused for 1 reason\n");

        scene.migration("V2_b.sql", "SELECT 1;");
        Planned refused = plan(1);
        assertThat(refused.text()).containsPattern("refused: \\[MG005\\] .*/V2_b.sql: ");
        assertThat(refused.json()
                        .path("migrations")
                        .path("refusal")
                        .path("code")
                        .asText())
                .isEqualTo("MG005");
    }

    @Test
    void a_role_that_a_start_could_not_take_exits_1() {
        for (String role : new String[] {"GATE_MIGRATE_ROLE", "GATE_HOTFIX_ROLE"}) {
            assertThat(outputOf(1, scene.environment(url, role, "nobody_at_all")))
                    .contains(
                            "refused: [DB006] ",
                            "role is nobody_at_all, and there is no such role; run as an administrator: ")
                    .endsWith("refused for 1 reason\n");
        }
    }

    @Test
    void a_folder_that_cannot_be_read_exits_3() {
        assertThat(outputOf(
                        3,
                        scene.environment(
                                url,
                                "GATE_HOTFIX_DIR",
                                scene.files().resolve("nowhere").toString())))
                .contains("[HF001] hotfix folder");
    }

    @Test
    void without_a_database_it_exits_3() {
        url = "postgresql://app:s3cret@127.0.0.1:1/app";

        assertThat(output(3))
                .contains("[DB001] cannot connect to 127.0.0.1:1/app")
                .doesNotContain("s3cret");
    }

    private record Planned(String text, JsonNode json) {}

    private Planned plan(int code) throws Exception {
        try (Connection other = scene.holding("LOCK TABLE t IN EXCLUSIVE MODE")) {
            Planned planned = new Planned(output(code), new ObjectMapper().readTree(output(code, "--format", "json")));
            assertThat(scene.database().value("SELECT to_regnamespace('schema_gate')"))
                    .isNull();
            other.rollback();
            return planned;
        }
    }

    private String output(int code, String... options) {
        return outputOf(code, scene.environment(url), options);
    }

    private static String outputOf(int code, Map<String, String> environment, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "plan";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Verb.exits(code, environment, arguments);
    }
}
