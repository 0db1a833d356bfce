package dev.schemagate.migrate.flyway;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Each refusal has its own code and one advice, and whoever follows it is ready at the next start. */
class RefusalsTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        scene.migration("V1__a.sql", "CREATE TABLE a (id bigint PRIMARY KEY, note text);");
    }

    @Test
    void objects_without_a_history_are_adopted_at_the_version_that_is_set() throws Exception {
        database.execute("CREATE SCHEMA nemo; CREATE TABLE nemo.a (id bigint PRIMARY KEY, note text)");
        Path second = scene.migration("V2__drop.sql", "ALTER TABLE a DROP COLUMN note;");
        scene.migration("B1__base.sql", "CREATE TABLE base (id int);");
        scene.migration("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");

        fails(ErrorCode.MG012, "set gate.migrate.baseline-version to the version that it is at");
        // Old code may know what is there, so all is judged.
        scene.gate("gate.migrate.baseline-version", "1").assertFails(ErrorCode.MG006, "V2__drop.sql:1:");
        Files.writeString(second, "ALTER TABLE a ADD COLUMN age int;");
        TestGate gate = scene.gate("gate.migrate.baseline-version", "1");

        assertThat(gate.runOnce().ready()).isTrue();

        assertThat(gate.report("migrate").result().detail()).isEqualTo("2 migrations applied, at version 2");
        assertThat(database.hasColumn("nemo", "a", "age")).isTrue();
        assertThat(database.value("SELECT to_regclass('nemo.base')")).isNull();
        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void the_books_of_the_gate_are_not_a_migrations_business_whatever_they_are_called() throws Exception {
        String[] renamed = {"gate.schema", "books"};
        assertThat(scene.gate(renamed).runOnce().ready()).isTrue();
        scene.migration("V2__books.sql", "ALTER TABLE books.pod ADD COLUMN x int;");

        scene.gate(renamed).assertFails(ErrorCode.MG006, "HF023", "books.pod is the gate's own");
    }

    @Test
    void callbacks_alone_beside_a_history_are_an_empty_folder() throws Exception {
        ready();
        Files.delete(scene.files().resolve("migrations/V1__a.sql"));
        scene.migration("afterMigrate.sql", "SELECT 1;");

        fails(ErrorCode.MG002, "there is no migration file");
    }

    @Test
    void an_empty_schema_begins_at_the_first_version_whatever_the_baseline() throws Exception {
        database.execute("CREATE SCHEMA nemo");

        assertThat(scene.gate("gate.migrate.baseline-version", "1").runOnce().ready())
                .isTrue();

        assertThat(database.value("SELECT to_regclass('nemo.a')")).isNotNull();
    }

    @Test
    void two_files_of_one_version_are_told_apart_by_a_new_one() throws Exception {
        scene.migration("V4__b.sql", "CREATE TABLE b (id int);");
        Path same = scene.migration("V4.0__d.sql", "CREATE TABLE d (id int);");

        fails(ErrorCode.MG008, "V4__b.sql", "V4.0__d.sql", "another version");

        assertThat(database.value("SELECT to_regclass('nemo.a')")).isNull();
        Files.move(same, same.resolveSibling("V5__d.sql"));
        ready();
    }

    @Test
    void a_concurrent_build_among_other_statements_goes_into_a_file_of_its_own() throws Exception {
        String alter = "ALTER TABLE a ADD COLUMN IF NOT EXISTS extra text;\n";
        String build = "CREATE INDEX CONCURRENTLY IF NOT EXISTS a_extra ON a (extra);";
        Path mixed = scene.migration("V2__mixed.sql", alter + build);

        fails(ErrorCode.MG010, "V2__mixed.sql:2:1", "CREATE INDEX", "move it to a file of its own");

        assertThat(database.value("SELECT to_regclass('nemo.a')")).isNull();
        Files.writeString(mixed, alter);
        scene.migration("V3__index.sql", build);
        ready();
        assertThat(scene.valid("nemo.a_extra")).isEqualTo("t");
    }

    @Test
    void or_all_of_the_file_runs_outside_of_a_transaction() throws Exception {
        scene.migration(
                "V2__mixed.sql",
                "ALTER TABLE a ADD COLUMN extra text; CREATE INDEX CONCURRENTLY a_extra ON a (extra);");
        fails(ErrorCode.MG010, "or write executeInTransaction=false into V2__mixed.sql.conf");

        scene.migration("V2__mixed.sql.conf", "executeInTransaction=false");

        ready();
        assertThat(scene.valid("nemo.a_extra")).isEqualTo("t");
    }

    @Test
    void what_flyway_does_not_know_to_run_alone_runs_alone() throws Exception {
        scene.migration("V2__index.sql", "CREATE INDEX a_note ON a (note);");
        ready();
        scene.migration(
                "V3__reindex.sql", "-- gate: allow HF060 the table is small\nREINDEX INDEX CONCURRENTLY a_note;");

        TestGate gate = scene.gate("gate.policy.migrations", "warn");

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(scene.valid("nemo.a_note")).isEqualTo("t");
    }

    @Test
    void a_late_version_is_renamed_above_the_highest() throws Exception {
        scene.migration("V3__c.sql", "CREATE TABLE c (id int);");
        ready();
        Path late = scene.migration("V2__b.sql", "CREATE TABLE b (id int);");

        fails(ErrorCode.MG011, "V2__b.sql: version 2 is not applied, and 3 is; rename it to a version above 3");

        Files.move(late, late.resolveSibling("V4__b.sql"));
        ready();
    }

    @Test
    void or_is_applied_out_of_order() throws Exception {
        scene.migration("V3__c.sql", "CREATE TABLE c (id int);");
        ready();
        scene.migration("V2__b.sql", "CREATE TABLE b (id int);");
        fails(ErrorCode.MG011, "or set gate.migrate.out-of-order=true");

        assertThat(scene.gate("gate.migrate.out-of-order", "true").runOnce().ready())
                .isTrue();

        assertThat(database.value("SELECT to_regclass('nemo.b')")).isNotNull();
        ready();
    }

    @Test
    void an_applied_migration_without_its_file_gets_it_back() throws Exception {
        Path second = scene.migration("V2__b.sql", "CREATE TABLE b (id int);");
        scene.migration("V3__c.sql", "CREATE TABLE c (id int);");
        ready();
        byte[] text = Files.readAllBytes(second);
        Files.delete(second);

        fails(ErrorCode.MG013, "version 2 (b) is applied and has no file; mount the file as it was applied");

        Files.write(second, text);
        ready();
    }

    @Test
    void an_edited_or_renamed_file_is_restored() throws Exception {
        ready();
        Path first = scene.files().resolve("migrations/V1__a.sql");
        Path renamed = Files.move(first, first.resolveSibling("V1__other.sql"));
        fails(ErrorCode.MG003, "V1__other.sql", "description mismatch", "restore the file as it was applied");
        Files.move(renamed, first);
        ready();
    }

    @Test
    void a_repeatable_file_that_is_gone_is_no_difference() throws Exception {
        Path view = scene.migration("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");
        ready();
        Files.delete(view);

        ready();
    }

    @Test
    void a_name_in_upper_case_is_understood_and_a_wrong_one_is_answered_with_the_right_one() throws Exception {
        scene.migration("V2__b.SQL", "CREATE TABLE b (id int);");
        Path wrong = scene.migration("v3_c.sql", "CREATE TABLE c (id int);");

        fails(ErrorCode.MG005, "v3_c.sql", "rename it V3__c.sql");

        Files.move(wrong, wrong.resolveSibling("V3__c.sql"));
        ready();
        assertThat(database.value("SELECT to_regclass('nemo.b')")).isNotNull();
        assertThat(database.value("SELECT to_regclass('nemo.c')")).isNotNull();
    }

    @Test
    void another_encoding_is_named_with_its_place_and_converted_or_declared() throws Exception {
        String sql = "COMMENT ON TABLE a IS\n'the team—’s';";
        for (Charset encoding : List.of(Charset.forName("windows-1252"), StandardCharsets.UTF_16)) {
            String place =
                    encoding == StandardCharsets.UTF_16 ? "V2__b.sql: the file is UTF-16" : "V2__b.sql:2:10: byte 0x97";
            Path file = scene.migration("V2__b.sql", "");
            Files.write(file, sql.getBytes(encoding));
            scene.gate()
                    .assertFails(
                            ErrorCode.MG014,
                            place,
                            "save it as UTF-8, or write encoding=" + encoding.name() + " into V2__b.sql.conf");
        }
        scene.migration("V2__b.sql.conf", "encoding=UTF-16");
        ready();
        assertThat(database.value("SELECT obj_description('nemo.a'::regclass)")).isEqualTo("the team—’s");
        Path utf8 = scene.migration("V3__c.sql", "");
        Files.write(utf8, ("\uFEFF" + sql.replace("team", "crew")).getBytes(StandardCharsets.UTF_8));
        ready();
        assertThat(database.value("SELECT obj_description('nemo.a'::regclass)")).isEqualTo("the crew—’s");
    }

    @Test
    void a_placeholder_gets_its_value_from_the_settings() throws Exception {
        scene.migration("V2__b.sql", "CREATE TABLE ${prefix}_b (id int);");
        scene.migration("R__c.sql", "COMMENT ON TABLE a IS 'of ${app-user}';");
        fails(
                ErrorCode.MG016,
                "R__c.sql:1:27: placeholder ${app-user} has no value; set gate.migrate.placeholders.app-user");
        scene.gate("gate.migrate.placeholders.app-user", "x")
                .assertFails(ErrorCode.MG016, "V2__b.sql:1:14: placeholder ${prefix} has no value");

        // As GATE_MIGRATE_PLACEHOLDERS_APP_USER would be read.
        TestGate gate =
                scene.gate("gate.migrate.placeholders.app.user", "nemo", "gate.migrate.placeholders.prefix", "p");

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(database.value("SELECT to_regclass('nemo.p_b')")).isNotNull();
        assertThat(database.value("SELECT obj_description('nemo.a'::regclass)")).isEqualTo("of nemo");
    }

    @Test
    void a_placeholder_is_judged_with_its_value() {
        scene.migration("V2__b.sql", "${what} TABLE public.t;");

        scene.gate("gate.migrate.placeholders.what", "DROP").assertFails(ErrorCode.MG006, "V2__b.sql:1:1", "public.t");
    }

    @Test
    void settings_that_flyway_does_not_know_are_named() throws Exception {
        scene.migration("V1__a.sql.conf", "executeInTransactions=false");
        fails(ErrorCode.MG015, "V1__a.sql.conf: executeInTransactions is not a setting");
        scene.migration("V1__a.sql.conf", "shouldExecute=false");
        fails(ErrorCode.MG015, "V1__a.sql.conf: shouldExecute", "remove the line");
        scene.migration("V1__a.sql.conf", "");
        ready();
    }

    @Test
    void a_failed_row_whose_file_is_gone_is_cleared() throws Exception {
        ready();
        Path build = scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY a_x ON a (nobody);");
        fails(ErrorCode.MG004, "V2__index.sql:1");
        Files.delete(build);

        ready();
    }

    @Test
    void a_folder_that_is_a_link_or_holds_links_to_folders_is_read_and_one_that_is_a_file_is_refused()
            throws Exception {
        Path real = Files.createDirectories(scene.files().resolve("elsewhere"));
        Files.writeString(real.resolve("V2__b.sql"), "CREATE TABLE b (id int);");
        Files.createSymbolicLink(scene.files().resolve("migrations/more"), real);
        Path link = Files.createSymbolicLink(
                scene.files().resolve("link"), scene.files().resolve("migrations"));
        assertThat(scene.gate("gate.migrate.locations", link.toString())
                        .runOnce()
                        .ready())
                .isTrue();
        assertThat(database.value("SELECT to_regclass('nemo.b')")).isNotNull();

        scene.gate(
                        "gate.migrate.locations",
                        scene.files().resolve("migrations/V1__a.sql").toString())
                .assertFails(ErrorCode.MG001, "is not a folder");
    }

    private void fails(ErrorCode code, String... texts) {
        scene.gate().assertFails(code, texts);
    }

    private void ready() throws InterruptedException, IOException {
        assertThat(scene.gate().runOnce().ready()).isTrue();
    }
}
