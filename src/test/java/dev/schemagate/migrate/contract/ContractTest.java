package dev.schemagate.migrate.contract;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.MigrationOutlook;
import dev.schemagate.migrate.MigrationPreview;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A declared removal waits until nobody is seen to use what it removes, and says who does. */
@EveryVersion
class ContractTest {

    private static final String DROP =
            "-- gate: contract nemo.users.legacy nobody reads it\nALTER TABLE users DROP COLUMN legacy;";

    @RegisterExtension
    final Scene scene = Scene.with("SELECT 1");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        scene.migration(
                "V1__users.sql",
                "CREATE TABLE users (id int PRIMARY KEY, name text, legacy text DEFAULT 'd', age int);");
        scene.gate().runOnce();
        database.execute("DELETE FROM schema_gate.pod");
        scene.migration("V2__contract.sql", DROP);
    }

    private boolean gone() {
        return !database.hasColumn("nemo", "users", "legacy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "==>",
            value = {
                "view nemo.v ==> CREATE VIEW nemo.v AS SELECT legacy FROM nemo.users",
                "materialized view nemo.v ==> CREATE MATERIALIZED VIEW nemo.v AS SELECT id FROM nemo.users WHERE legacy IS NULL",
                "function nemo.g() ==> CREATE FUNCTION nemo.g() RETURNS text BEGIN ATOMIC SELECT legacy FROM nemo.users; END",
                "index nemo.two ==> CREATE INDEX two ON nemo.users (name, legacy)",
                "index nemo.part ==> CREATE INDEX part ON nemo.users (name) WHERE legacy <> ''",
                "constraint c on table nemo.users ==> ALTER TABLE nemo.users ADD CONSTRAINT c CHECK (legacy <> name)",
                "constraint child_l_fkey on table nemo.child ==> CREATE UNIQUE INDEX u ON nemo.users (legacy); CREATE TABLE nemo.child (l text REFERENCES nemo.users (legacy))",
                "column full_name of table nemo.users ==> ALTER TABLE nemo.users ADD COLUMN full_name text GENERATED ALWAYS AS (legacy || name) STORED",
                "trigger t on table nemo.users ==> CREATE FUNCTION nemo.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t AFTER UPDATE OF legacy ON nemo.users FOR EACH ROW EXECUTE FUNCTION nemo.t()",
                "policy p on table nemo.users ==> CREATE POLICY p ON nemo.users USING (legacy = 'x')",
                "statistics object nemo.s ==> CREATE STATISTICS nemo.s ON name, legacy FROM nemo.users",
                "view nemo.of_heir ==> CREATE TABLE nemo.heir () INHERITS (nemo.users); CREATE VIEW nemo.of_heir AS SELECT legacy FROM nemo.heir",
                "function nemo.f() uses it in its body ==> CREATE FUNCTION nemo.f() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT legacy FROM nemo.users LIMIT 1); END'",
                "function nemo.f() names it in its body ==> CREATE FUNCTION nemo.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.legacy := 1; RETURN NEW; END'; CREATE TRIGGER f BEFORE INSERT ON nemo.users FOR EACH ROW EXECUTE FUNCTION nemo.f()",
            })
    void is_refused_at_once_while_something_in_the_catalog_depends_on_it(String user, String sql) {
        database.execute(sql);

        scene.gate().assertFails(ErrorCode.CT001, "V2__contract.sql:1: contract nemo.users.legacy waits: ", user);

        assertThat(gone()).isFalse();
    }

    @Test
    void is_not_held_back_by_what_goes_with_it_or_means_something_else() throws Exception {
        database.execute("CREATE INDEX own ON nemo.users (legacy); ALTER TABLE nemo.users ADD CHECK (legacy <> '');"
                + "ALTER TABLE nemo.users ALTER legacy SET NOT NULL; ALTER TABLE nemo.users ADD UNIQUE (legacy);"
                + "CREATE VIEW nemo.v AS SELECT name FROM nemo.users; CREATE TABLE nemo.other (legacy text);"
                + "CREATE VIEW nemo.o AS SELECT legacy FROM nemo.other;"
                + "CREATE FUNCTION nemo.f() RETURNS text LANGUAGE plpgsql AS"
                + " 'BEGIN /* users.legacy */ RETURN (SELECT max(legacy) FROM nemo.other); END'");

        assertThat(scene.gate("gate.pod", "web-1").runOnce().ready()).isTrue();

        assertThat(gone()).isTrue();
        assertThat(database.value("SELECT concat_ws(' ', object, line, reason, done_by) FROM schema_gate.contract"))
                .isEqualTo("nemo.users.legacy 1 nobody reads it web-1");
    }

    @Test
    void what_the_pending_migrations_drop_or_replace_themselves_is_in_nobodys_way() throws Exception {
        database.execute("CREATE VIEW nemo.v AS SELECT legacy FROM nemo.users;"
                + "CREATE INDEX two ON nemo.users (name, legacy);"
                + "CREATE FUNCTION nemo.f() RETURNS text LANGUAGE plpgsql AS"
                + " 'BEGIN RETURN (SELECT legacy FROM nemo.users); END'");
        scene.migration("V2__contract.sql", "-- gate: contract nemo.v nobody reads it\nDROP VIEW v;");
        scene.migration("V3__contract.sql", "-- gate: contract nemo.two another serves\nDROP INDEX CONCURRENTLY two;");
        scene.migration(
                "V4__contract.sql",
                "CREATE OR REPLACE FUNCTION f() RETURNS text LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN (SELECT name FROM nemo.users); END';\n" + DROP);

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(gone()).isTrue();
        assertThat(database.value("SELECT count(*) FROM schema_gate.contract WHERE done_at IS NOT NULL"))
                .isEqualTo("3");
    }

    @Test
    void a_table_waits_for_whoever_reads_it() {
        database.execute("CREATE TABLE nemo.old (id int PRIMARY KEY); CREATE VIEW nemo.v AS SELECT id FROM nemo.old;"
                + "CREATE TABLE nemo.child (o int REFERENCES nemo.old); CREATE FUNCTION nemo.f() RETURNS void"
                + " LANGUAGE sql AS 'DELETE FROM nemo.old'; ALTER TABLE nemo.old ADD self int REFERENCES nemo.old");
        scene.migration("V2__contract.sql", "-- gate: contract nemo.old nobody reads it\nDROP TABLE old;");

        String reason = scene.gate()
                .assertFails(ErrorCode.CT001, "view nemo.v", "constraint child_o_fkey", "function nemo.f()");

        assertThat(reason).doesNotContain("old_self_fkey");
    }

    /** Waits for this reason until {@code heal} has run. */
    private void waitsUntil(String reason, Runnable heal, String... settings) {
        TestGate gate = scene.gate(settings);
        CompletableFuture<Boolean> ready = gate.start();
        await().until(() -> gate.gate.state().code().equals("CT002"));
        assertThat(gate.gate.state().reason()).contains("V2__contract.sql:1: contract nemo.users.legacy waits", reason);
        assertThat(gone()).isFalse();

        heal.run();

        assertThat(ready.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
        assertThat(gone()).isTrue();
    }

    private void pod(String name, String declared) {
        database.execute("INSERT INTO schema_gate.pod (app, pod, revision, state, ready, declared) VALUES ('app', '"
                + name + "', 'r1', 'verified', true, " + declared + ")");
    }

    @Test
    void waits_for_a_pod_whose_release_does_not_declare_that_it_does_without() {
        pod("web-1", "ARRAY['nemo.users.other']");
        pod("web-2", "ARRAY['nemo.users.other', 'nemo.users.legacy']");

        waitsUntil(
                "pod web-1 of revision r1 is live, and no file of its release declares that it does without it",
                () -> database.execute("UPDATE schema_gate.pod SET state = 'stopped' WHERE pod = 'web-1'"),
                "gate.pod",
                "web-3");
    }

    @Test
    void waits_for_a_pod_that_was_silent_for_a_moment_only() {
        pod("web-1", "NULL");
        database.execute("UPDATE schema_gate.pod SET beat_at = now() - interval '40 seconds'");

        waitsUntil(
                "pod web-1 of revision r1 is live, and its gate reads no migrations",
                () -> database.execute("UPDATE schema_gate.pod SET beat_at = now() - interval '2 minutes'"));
    }

    @Test
    void a_rolling_update_gets_past_the_release_that_has_retired_it() throws Exception {
        database.execute("DELETE FROM schema_gate.pod");
        Files.delete(scene.files().resolve("migrations/V2__contract.sql"));
        // The same revision in every release, as where none is set.
        TestGate expand = scene.gate("gate.pod", "a");
        expand.runOnce();
        scene.migration("V2__retire.sql", "-- gate: retire nemo.users.legacy this release uses name");
        TestGate retire = scene.gate("gate.pod", "b");
        retire.runOnce();
        scene.migration("V3__contract.sql", DROP);
        TestGate contract = scene.gate("gate.pod", "c");
        CompletableFuture<Boolean> ready = contract.start();
        await().until(() -> contract.gate.state().code().equals("CT002"));
        assertThat(contract.gate.state().reason())
                .contains("pod a of revision local")
                .doesNotContain("pod b");

        expand.heartbeat.beat();
        expand.heartbeat.leave();

        assertThat(ready.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
        assertThat(gone()).isTrue();
    }

    @Test
    void waits_for_a_session_whose_last_statement_uses_it() throws Exception {
        try (Connection old = database.connect();
                Connection fresh = database.connect()) {
            old.setClientInfo("ApplicationName", "nemo-old-7f9c");
            old.createStatement().execute("SELECT id, legacy FROM nemo.users WHERE name = 'secret'");
            fresh.createStatement().execute("SELECT id, name FROM nemo.users");

            waitsUntil("application \"nemo-old-7f9c\", idle for", () -> {
                try {
                    old.createStatement().execute("SELECT 1");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void is_held_back_where_the_policy_is_off_too() {
        database.execute("CREATE VIEW nemo.v AS SELECT legacy FROM nemo.users");

        scene.gate("gate.policy.migrations", "off").assertFails(ErrorCode.CT001, "view nemo.v depends on it");
    }

    @Test
    void a_fresh_schema_has_nobody_to_wait_for() throws Exception {
        database.execute("DROP SCHEMA nemo CASCADE");
        pod("web-1", "NULL");

        assertThat(scene.gate("gate.pod", "web-2").runOnce().ready()).isTrue();
        assertThat(gone()).isTrue();
    }

    private ContractOutlook listed() {
        TestGate gate = scene.gate();
        return new MigrationPreview(gate.config, Engines.chosen(gate.config, "test"), Engines.LEDGERS)
                .contracts(gate.database);
    }

    private MigrationOutlook planned() {
        TestGate gate = scene.gate();
        return new MigrationPreview(gate.config, Engines.chosen(gate.config, "test"), Engines.LEDGERS)
                .of(gate.database);
    }

    @Test
    void the_list_and_the_plan_tell_what_a_start_would_wait_for_and_the_list_remembers_what_is_done() throws Exception {
        pod("web-1", "NULL");
        database.execute("CREATE VIEW nemo.v AS SELECT legacy FROM nemo.users");
        scene.migration("V3__retire.sql", "-- gate: retire nemo.users.age this release computes it");

        assertThat(planned().contracts().get(0).obstacles())
                .extracting(Waiting.Obstacle::code)
                .containsExactly(ErrorCode.CT001, ErrorCode.CT002);
        assertThat(planned().isRefused()).isTrue();
        assertThat(database.value("SELECT count(*) FROM schema_gate.contract")).isEqualTo("0");
        ContractOutlook waits = listed();
        assertThat(waits.waits()).isTrue();
        assertThat(waits.retired()).containsExactly("nemo.users.age");
        assertThat(waits.done()).isEmpty();
        assertThat(database.value("SELECT count(*) FROM schema_gate.contract")).isEqualTo("1");

        database.execute("DROP VIEW nemo.v; DELETE FROM schema_gate.pod");
        assertThat(planned().isRefused()).isFalse();
        assertThat(listed().waits()).isFalse();
        scene.gate("gate.pod", "web-2").runOnce();

        ContractOutlook done = listed();
        assertThat(done.waiting()).isEmpty();
        assertThat(done.retired()).containsExactly("nemo.users.age");
        assertThat(done.done()).singleElement().satisfies(one -> {
            assertThat(one.object()).isEqualTo("nemo.users.legacy");
            assertThat(one.by()).isEqualTo("web-2");
        });
    }
}
