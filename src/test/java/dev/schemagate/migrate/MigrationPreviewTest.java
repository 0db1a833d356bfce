package dev.schemagate.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.hotfix.ProgramDigest;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is foretold of migrations is what the next start does, and foretelling it changes nothing. */
@EveryVersion
class MigrationPreviewTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
    }

    private MigrationOutlook preview(String... settings) {
        return preview(scene.gate(settings));
    }

    private static MigrationOutlook preview(TestGate gate) {
        return new MigrationPreview(gate.config, Engines.chosen(gate.config, ProgramDigest.own()), Engines.LEDGERS)
                .of(gate.database);
    }

    private void ready(String... settings) throws InterruptedException {
        assertThat(scene.gate(settings).runOnce().ready()).isTrue();
    }

    /** The start fails for the very code. */
    private void refuses(ErrorCode code, String text, String... settings) {
        MigrationOutlook outlook = preview(settings);

        assertThat(outlook.isRefused()).isTrue();
        GateException refusal = outlook.refusal();
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.getMessage()).contains(text);
        scene.gate(settings).assertFails(code, text);
    }

    @Test
    void tells_what_is_pending_in_the_order_of_the_start_and_leaves_no_trace() throws Exception {
        Path view = scene.migration("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");
        Path second = scene.migration("V2__b.sql", "DROP TABLE a; CREATE TABLE a (id int);");
        Path first = scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        Path callback = scene.migration("afterMigrate.sql", "CREATE TABLE IF NOT EXISTS c (id int);");

        MigrationOutlook outlook = preview();

        assertThat(outlook.state()).isEqualTo("no version");
        assertThat(outlook.pending()).containsExactly(first.toString(), second.toString(), view.toString());
        assertThat(outlook.callbacks()).containsExactly(callback.toString());
        // Nobody knows a fresh schema yet.
        assertThat(outlook.isRefused()).isFalse();
        assertThat(database.value("SELECT to_regnamespace('nemo')")).isNull();
        assertThat(database.value("SELECT to_regnamespace('schema_gate')")).isNull();
        ready();
    }

    @Test
    void at_head_nothing_is_to_be_done_and_no_callback_runs_again() throws Exception {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        scene.migration("afterMigrate.sql", "CREATE TABLE IF NOT EXISTS c (id int);");
        ready();
        String books = database.value("SELECT count(*) || max(found_at)::text FROM schema_gate.head");

        MigrationOutlook outlook = preview();

        assertThat(outlook.state()).isEqualTo("at version 1");
        assertThat(outlook.hasWork()).isFalse();
        assertThat(outlook.isRefused()).isFalse();
        assertThat(database.value("SELECT count(*) || max(found_at)::text FROM schema_gate.head"))
                .isEqualTo(books);
        scene.migration("R__r.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
        assertThat(preview().callbacks()).hasSize(1);
        assertThat(database.value("SELECT to_regclass('nemo.v')")).isNull();
    }

    @Test
    void every_pending_file_that_the_policy_refuses_is_named() throws Exception {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        ready();
        scene.migration("V2__b.sql", "DROP TABLE a;");
        scene.migration("V3__c.sql", "ALTER TABLE public.t ADD COLUMN x int;");
        scene.migration("V4__d.sql", "CREATE TABLE d (id int);");
        scene.migration("V5__e.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id); CREATE TABLE e (id int);");

        MigrationOutlook outlook = preview();

        assertThat(outlook.pending()).hasSize(4);
        assertThat(outlook.findings())
                .filteredOn(Finding::isError)
                .extracting(finding -> Path.of(finding.file()).getFileName() + " " + finding.rule())
                .contains("V2__b.sql HF010", "V3__c.sql HF023", "V5__e.sql MG010")
                .noneMatch(found -> found.startsWith("V4"));
        assertThat(outlook.isRefused()).isTrue();
        scene.gate().assertFails(ErrorCode.MG010, "V5__e.sql:1:1");
        Files.delete(scene.files().resolve("migrations/V5__e.sql"));
        scene.gate().assertFails(ErrorCode.MG006, "V2__b.sql:1:1", "V3__c.sql:1:1");
        assertThat(preview("gate.policy.migrations", "warn").isRefused()).isFalse();
        assertThat(preview("gate.policy.migrations", "off").findings()).isEmpty();
    }

    @Test
    void what_a_history_does_not_agree_with_is_refused() throws Exception {
        Path first = scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        Path third = scene.migration("V3__c.sql", "CREATE TABLE c (id int);");
        ready();

        Files.writeString(first, "CREATE TABLE a (id bigint);");
        refuses(ErrorCode.MG003, "V1__a.sql");
        Files.writeString(first, "CREATE TABLE a (id int);");
        Path late = scene.migration("V2__b.sql", "CREATE TABLE b (id int);");
        refuses(ErrorCode.MG011, "V2__b.sql");
        Files.delete(late);
        Path misnamed = scene.migration("V4_d.sql", "SELECT 1;");
        refuses(ErrorCode.MG005, "V4_d.sql");
        Files.delete(misnamed);
        Files.delete(first);
        refuses(ErrorCode.MG013, "version 1");
        Files.delete(third);
        refuses(ErrorCode.MG002, "there is no migration file");
    }

    @Test
    void objects_without_a_history_are_refused_until_a_baseline_is_set() throws Exception {
        database.execute("CREATE SCHEMA nemo; CREATE TABLE nemo.a (id int)");
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        Path second = scene.migration("V2__b.sql", "CREATE TABLE b (id int);");

        refuses(ErrorCode.MG012, "gate.migrate.baseline-version");
        assertThat(preview("gate.migrate.baseline-version", "1").pending()).containsExactly(second.toString());
        ready("gate.migrate.baseline-version", "1");
    }

    @Test
    void a_role_that_may_not_migrate_is_refused_with_the_grant_that_helps() {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        TestGate gate = TestGate.on(database.urlOfNewRole("login"), scene.files());

        MigrationOutlook outlook = preview(gate);

        assertThat(outlook.pending()).hasSize(1);
        assertThat(outlook.refusal()).hasMessageContaining("GRANT CREATE ON DATABASE");
        assertThat(preview("gate.migrate.role", "nobody_" + database.name()).refusal())
                .hasMessageContaining("CREATE ROLE");
    }

    @Test
    void without_an_engine_or_a_file_it_says_so() throws IOException {
        assertThat(preview().state()).isEqualTo("no migration files");
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        assertThat(preview("gate.migrate.engine", "none"))
                .isEqualTo(MigrationOutlook.nothingToDo("gate.migrate.engine is none"));
        String nowhere = scene.files().resolve("nowhere").toString();
        assertThatThrownBy(() -> preview("gate.migrate.locations", nowhere))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MG001));
    }

    @Test
    void a_login_that_may_not_read_the_books_still_learns_what_is_pending() throws Exception {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int);");
        ready();
        scene.migration("V2__b.sql", "DROP TABLE a;");
        String url = database.urlOfNewRole("reader");
        database.execute("GRANT USAGE, CREATE ON SCHEMA nemo TO reader_" + database.name()
                + "; GRANT SELECT ON ALL TABLES IN SCHEMA nemo TO reader_" + database.name());

        MigrationOutlook outlook = preview(TestGate.on(url, scene.files()));

        assertThat(outlook.state()).isEqualTo("at version 1");
        assertThat(outlook.pending()).hasSize(1);
        assertThat(outlook.findings()).extracting(Finding::rule).contains("HF010");
    }

    /** The advice of HF040, followed. */
    @Test
    void the_catalog_tells_that_a_table_is_partitioned() throws Exception {
        scene.migration(
                "V1__log.sql",
                "CREATE TABLE log (at int, n int) PARTITION BY RANGE (at);"
                        + " CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);");
        scene.gate().runOnce();
        Path all = scene.migration("V2__all.sql", "CREATE INDEX CONCURRENTLY log_n ON log (n);");
        assertThatThrownBy(() -> scene.gate().runOnce())
                .hasMessageContaining("HF040 PostgreSQL builds no index concurrently");
        Files.delete(all);
        scene.migration("V2__parent.sql", "CREATE INDEX log_n ON ONLY log (n);");
        scene.migration("V3__partition.sql", "CREATE INDEX CONCURRENTLY log_1_n ON log_1 (n);");
        scene.migration("V4__attach.sql", "ALTER INDEX log_n ATTACH PARTITION log_1_n;");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.valid("nemo.log_n")).isEqualTo("t");
    }
}
