package dev.schemagate;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code plan} prints of a database in every state, as a role that may write nothing, beside a lock that lets only readers by. */
@Timeout(120)
class PlanIT {

    @TempDir
    Path files;

    private Scene scene;
    private String url;

    @BeforeEach
    void createDatabase() {
        scene = Scene.in(
                files,
                "CREATE TABLE t (id int PRIMARY KEY, a text, c int); CREATE INDEX i ON t (a);"
                        + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        url = scene.database().urlOfNewRole("reader");
        scene.database()
                .execute("ALTER ROLE reader_" + scene.database().name() + " SET default_transaction_read_only = on");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);");
        scene.hotfix("0003.sql", "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO NOTHING;");
    }

    @Test
    void without_a_conflict_it_says_what_a_start_would_do_and_exits_0() throws Exception {
        Planned planned = plan(0);

        assertThat(planned.text())
                .contains("0001.sql:1: satisfied column public.t.a is there")
                .contains("0001.sql:2: missing   column public.t.b does not exist; takes ACCESS EXCLUSIVE on public.t")
                .contains(
                        "0002.sql:1: broken    index public.i is INVALID: a concurrent build did not finish; takes ACCESS EXCLUSIVE on public.t")
                .contains("0003.sql:1: unknown   ")
                .endsWith("4 statements: 1 satisfied, 1 unknown, 1 missing, 1 broken\n");
        assertThat(planned.json()).hasSize(4);
        JsonNode missing = planned.json().get(1);
        assertThat(missing.path("file").asText()).endsWith("/0001.sql");
        assertThat(missing.path("line").asInt()).isEqualTo(2);
        assertThat(missing.path("statement").asInt()).isEqualTo(2);
        assertThat(missing.path("tag").asText()).isEqualTo("ALTER TABLE");
        assertThat(missing.path("verdict").asText()).isEqualTo("missing");
        assertThat(missing.path("reason").asText()).isEqualTo("column public.t.b does not exist");
        assertThat(missing.path("locks")).singleElement().hasToString("\"ACCESS EXCLUSIVE on public.t\"");
        assertThat(planned.json().findValuesAsText("verdict"))
                .containsExactly("satisfied", "missing", "broken", "unknown");
        assertThat(planned.json().get(0).path("locks")).isEmpty();
    }

    @Test
    void a_conflict_exits_1_and_what_cannot_be_read_3() throws Exception {
        scene.hotfix("0004.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text;");

        Planned planned = plan(1);

        assertThat(planned.text()).contains("0004.sql:1: conflict  column public.t.c is integer, asked is text");
        assertThat(planned.json().get(4).path("verdict").asText()).isEqualTo("conflict");
        scene.hotfix("0004.sql", "ALTER TABLE t ADD COLUMN IF NOT;");
        assertThat(output(3)).contains("error: [HF002] ", "0004.sql:1:");
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
            Planned planned = new Planned(
                    output(code),
                    new ObjectMapper()
                            .readTree(output(code, "--format", "json"))
                            .path("statements"));
            assertThat(scene.database().value("SELECT to_regnamespace('schema_gate')"))
                    .isNull();
            other.rollback();
            return planned;
        }
    }

    private String output(int code, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "plan";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Map<String, String> environment = new HashMap<>(scene.environment(url));
        try (GateProcess plan = GateProcess.start(environment, arguments)) {
            assertThat(plan.exitCode()).as(plan.output()).isEqualTo(code);
            return plan.output();
        }
    }
}
