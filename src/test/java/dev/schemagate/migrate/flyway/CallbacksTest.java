package dev.schemagate.migrate.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.Migrate;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.pod.Declared;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever Flyway can be made to execute beside migrations is judged first, or is not executed. */
class CallbacksTest {

    private static final String DESTROYS = "DROP TABLE public.scratch;";

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.scratch (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        scene.migration("V1__a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
    }

    private static Stream<String> events() {
        return Arrays.stream(Event.values()).map(Event::getId).distinct();
    }

    /** In one database, since nothing is done to it. */
    @Test
    void a_destructive_callback_of_any_event_keeps_everything_from_running() throws Exception {
        for (String event : events().toList()) {
            Path callback = scene.files().resolve("migrations/" + event + ".sql");
            keepsEverythingFromRunning(callback);
            Files.delete(callback);
        }
    }

    @Test
    void a_destructive_callback_with_a_description_in_a_folder_below_does_so_too() throws Exception {
        Path folder = Files.createDirectories(scene.files().resolve("migrations/more/below"));

        keepsEverythingFromRunning(folder.resolve("beforeEachMigrate__described too.SQL"));
    }

    private void keepsEverythingFromRunning(Path callback) throws Exception {
        scene.migration("V2__b.sql", "CREATE TABLE b (id bigint PRIMARY KEY);");
        Files.writeString(callback, DESTROYS);

        scene.gate().assertFails(ErrorCode.MG006, callback.getFileName() + ":1:1");

        assertNothingRan();
    }

    @Test
    void none_runs_beside_a_refused_migration_or_where_the_policy_only_looks_at_the_history() throws Exception {
        scene.migration("V2__refused.sql", "DROP TABLE a;");
        for (String event : events().toList()) {
            scene.migration(event + ".sql", "CREATE TABLE IF NOT EXISTS b (id int);");
        }

        scene.gate().assertFails(ErrorCode.MG006, "V2__refused.sql:1:1");

        assertNothingRan();
    }

    @Test
    void at_head_a_new_callback_is_judged_too_and_a_harmless_one_runs_once() throws Exception {
        scene.migration("afterMigrate.sql", DESTROYS);
        scene.gate().assertFails(ErrorCode.MG006, "afterMigrate.sql:1:1");
        assertNothingRan();
        database.execute("CREATE TABLE nemo.runs (n int); INSERT INTO nemo.runs VALUES (0)");
        scene.migration("afterMigrate.sql", "-- gate: allow HF014 counts\nUPDATE runs SET n = n + 1;");

        for (int start = 0; start < 2; start++) {
            TestGate gate = scene.gate();
            assertThat(gate.runOnce().ready()).isTrue();
            assertThat(database.value("SELECT n FROM nemo.runs")).isEqualTo("1");
        }
    }

    @Test
    void one_that_fails_is_named_and_runs_again_until_it_succeeds() throws Exception {
        scene.migration("V2__b.sql", "CREATE TABLE b (id bigint PRIMARY KEY);");
        Path callback = scene.migration("afterMigrate.sql", "SELECT 1;\nCOMMENT ON TABLE nobody IS 'x';");
        for (int start = 0; start < 2; start++) {
            scene.gate().assertFails(ErrorCode.MG004, "afterMigrate.sql:2", "42P01");
        }
        Files.writeString(callback, "COMMENT ON TABLE b IS 'x';");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(database.value("SELECT obj_description('nemo.b'::regclass)")).isEqualTo("x");
    }

    @Test
    void programs_and_undo_migrations_are_refused_and_not_started() throws Exception {
        Path witness = scene.files().resolve("witness");
        for (String name :
                new String[] {"V2__b.sh", "beforeInfo.sh", "afterConnect", "R__b.bash", "beforeMigrate.py"}) {
            Path program = scene.migration(name, "#!/bin/sh\ntouch " + witness + "\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();

            scene.gate().assertFails(ErrorCode.MG009, name, "move it out of the folder");

            assertThat(witness).doesNotExist();
            Files.delete(program);
        }
        scene.migration("U1__a.sql", "DROP TABLE a;");
        scene.gate().assertFails(ErrorCode.MG009, "U1__a.sql", "move it out of the folder");
        Files.move(scene.files().resolve("migrations/U1__a.sql"), scene.files().resolve("U1__a.sql"));
        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void a_file_that_is_changed_after_it_was_judged_runs_as_it_was_judged() throws Exception {
        Path file = scene.migration("V2__b.sql", "CREATE TABLE b (id bigint PRIMARY KEY);");
        Path callback = scene.migration("beforeMigrate.sql", "SELECT 1;");
        TestGate gate = scene.gate();
        Migrate migrate =
                new Migrate(gate.config, Engines.chosen(gate.config, "test"), Engines.LEDGERS, new Declared());
        try (Pass pass = gate.pass()) {
            Prepared prepared = migrate.prepare(pass);
            Files.writeString(file, DESTROYS);
            Files.writeString(callback, DESTROYS);
            prepared.run();
        }

        assertThat(database.value("SELECT to_regclass('public.scratch')")).isNotNull();
        assertThat(database.value("SELECT to_regclass('nemo.b')")).isNotNull();
    }

    private void assertNothingRan() {
        assertThat(database.value("SELECT to_regclass('public.scratch')")).isNotNull();
        assertThat(database.value("SELECT to_regclass('nemo.b')")).isNull();
        assertThat(database.value("SELECT max(version) FROM nemo.flyway_schema_history"))
                .isEqualTo("1");
    }
}
