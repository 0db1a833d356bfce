package dev.schemagate.migrate.flyway;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.migrate.IndexBuild;
import dev.schemagate.sql.NameResolution;

import static org.assertj.core.api.Assertions.assertThat;

/** Which indexes a migration builds concurrently, as PostgreSQL reads it. */
class IndexBuildTest {

    @TempDir
    Path files;

    @Test
    void names_are_those_that_the_server_will_give() throws Exception {
        assertThat(builds("CREATE INDEX CONCURRENTLY Plain ON t (a);")).containsExactly(build("nemo.plain"));
        assertThat(builds("create unique index concurrently \"Odd \"\"name\"\"\" on t (a);"))
                .containsExactly(build("nemo.\"Odd \"\"name\"\"\""));
        assertThat(builds("CREATE INDEX CONCURRENTLY i ON \"Other\".t (a);")).containsExactly(build("\"Other\".i"));
        assertThat(builds("CREATE INDEX CONCURRENTLY größe ON ONLY t (a);")).containsExactly(build("nemo.\"größe\""));
        assertThat(builds("CREATE INDEX CONCURRENTLY U&\"d\\0061t\\+000061\" ON t (a);"))
                .containsExactly(build("nemo.data"));
        assertThat(builds("CREATE INDEX CONCURRENTLY " + "x".repeat(70) + " ON t (a);"))
                .containsExactly(build("nemo." + "x".repeat(63)));
        assertThat(builds("CREATE INDEX CONCURRENTLY \"if\" ON t (a);")).containsExactly(build("nemo.if"));
    }

    @Test
    void comments_and_line_breaks_may_stand_anywhere() throws Exception {
        assertThat(
                        builds(
                                "/* now */ CREATE INDEX -- slowly\n  CONCURRENTLY/* */\n i\nON t (a); CREATE INDEX CONCURRENTLY j ON t (b)"))
                .containsExactly(build("nemo.i"), build("nemo.j"));
    }

    @Test
    void what_only_looks_like_a_build_is_none() throws Exception {
        assertThat(builds("-- CREATE INDEX CONCURRENTLY i ON t (a);\n/* CREATE INDEX CONCURRENTLY i ON t (a); */\n"
                        + "SELECT 'CREATE INDEX CONCURRENTLY i ON t (a)', $$CREATE INDEX CONCURRENTLY i ON t (a)$$;\n"
                        + "CREATE INDEX \"CONCURRENTLY i\" ON t (a); DROP INDEX CONCURRENTLY i;"
                        + "REFRESH MATERIALIZED VIEW CONCURRENTLY v; CREATE INDEX CONCURRENTLY ON t (a);"))
                .isEmpty();
    }

    @Test
    void a_build_that_passes_over_what_is_there_is_marked() throws Exception {
        assertThat(builds("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);"))
                .containsExactly(new IndexBuild("nemo.i", true));
    }

    @Test
    void placeholders_are_replaced_and_a_broken_statement_hides_no_other() throws Exception {
        assertThat(
                        builds(
                                "BROKEN; CREATE INDEX CONCURRENTLY i_${flyway:defaultSchema} ON ${flyway:defaultSchema}.t (a);"))
                .containsExactly(build("nemo.i_nemo"));
    }

    private static IndexBuild build(String index) {
        return new IndexBuild(index, false);
    }

    private List<IndexBuild> builds(String sql) throws Exception {
        TestGate gate = TestGate.on("postgresql://nobody@127.0.0.1:1/none", files);
        MigrationFile file =
                new MigrationFile("V1__index.sql", "V1__index.sql", sql.getBytes(StandardCharsets.UTF_8), null);
        MigrationSet set = new MigrationSet(List.of(file), Placeholders.offline(Map.of(), "nemo", Optional.empty()));
        return IndexBuild.of(set.scripts(), new NameResolution(gate.config.ownedSchema()));
    }
}
