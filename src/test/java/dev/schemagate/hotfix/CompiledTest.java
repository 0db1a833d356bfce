package dev.schemagate.hotfix;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.Worker;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A start whose files are known does not even load the grammar. Seen from a JVM of its own, since tests share theirs. */
class CompiledTest {

    private static final String GRAMMAR = "dev.schemagate.sql.grammar.Grammar";

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int PRIMARY KEY)");
        database = scene.database();
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT 'x';");
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_id ON users (id);");
    }

    @Test
    void the_first_start_parses_and_the_second_does_not_load_the_parser() throws Exception {
        assertThat(classesLoadedByAStart()).contains(GRAMMAR);

        assertThat(classesLoadedByAStart())
                .contains("dev.schemagate.plan.Planner")
                .doesNotContain(GRAMMAR);
    }

    @Test
    void a_changed_file_is_parsed_again() throws Exception {
        TestGate.on(database.url(), files).runOnce();
        Files.writeString(files.resolve("hotfixes/0001.sql"), "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        TestGate.on(database.url(), files).runOnce();

        assertThat(database.hasColumn("public", "t", "b")).isTrue();
        assertThat(database.value("SELECT count(*) FROM schema_gate.compiled")).isEqualTo("2");
    }

    private String classesLoadedByAStart() throws Exception {
        Process start = Worker.start(database.url(), files, "-Xlog:class+load:file=" + files.resolve("classes.txt"));
        assertThat(start.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(start.exitValue())
                .as(Files.readString(files.resolve("output.txt")))
                .isZero();
        return Files.readString(new File(files.toFile(), "classes.txt").toPath());
    }
}
