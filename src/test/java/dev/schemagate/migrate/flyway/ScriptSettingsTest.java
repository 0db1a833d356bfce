package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The {@code .conf} beside a migration: judged and run as Flyway obeys it. */
class ScriptSettingsTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V1__a.sql", "CREATE TABLE a (id int PRIMARY KEY, note text);");
        scene.gate().runOnce();
    }

    @Test
    void outside_of_a_transaction_a_statement_gives_way_too_and_the_file_begins_anew() throws Exception {
        scene.migration(
                "V2__seen.sql",
                "ALTER TABLE a ADD COLUMN IF NOT EXISTS first int;\nALTER TABLE a ADD COLUMN IF NOT EXISTS seen timestamptz;");
        scene.migration("V2__seen.sql.conf", "executeInTransaction=false");
        TestGate gate = scene.gate();
        try (Connection reader = scene.holding("SELECT * FROM nemo.a")) {
            CompletableFuture<Boolean> ready = gate.start();
            await().until(() -> gate.gate.state().reason().contains("V2__seen.sql waits for pid "));

            // Whoever comes meanwhile is not held up for longer than the lock timeout.
            scene.database().execute("SET statement_timeout = '3s'; SELECT count(*) FROM nemo.a");

            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.database().hasColumn("nemo", "a", "seen")).isTrue();
        assertThat(scene.database().value("SELECT count(*) FROM nemo.flyway_schema_history WHERE NOT success"))
                .isEqualTo("0");
    }

    @Test
    void it_does_not_begin_anew_where_something_would_be_done_twice() throws Exception {
        scene.database().execute("CREATE TABLE nemo.b (id int)");
        scene.migration(
                "V2__rows.sql", "INSERT INTO b VALUES (1);\nALTER TABLE a ADD COLUMN IF NOT EXISTS seen timestamptz;");
        scene.migration("V2__rows.sql.conf", "executeInTransaction=false");
        try (Connection reader = scene.holding("SELECT * FROM nemo.a")) {
            scene.gate().assertFails(ErrorCode.MG004, "V2__rows.sql:2: ", "what the file did before is committed");
            reader.rollback();
        }
        assertThat(scene.database().value("SELECT count(*) FROM nemo.b")).isEqualTo("1");
    }

    @Test
    void a_lock_timeout_is_back_for_the_callbacks_behind_a_concurrent_build() throws Exception {
        scene.database().execute("CREATE TABLE nemo.seen (setting text)");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY a_note ON a (note);");
        scene.migration(
                "afterMigrate.sql",
                "INSERT INTO seen SELECT current_setting('lock_timeout') WHERE NOT EXISTS (SELECT FROM seen);");

        assertThat(scene.gate("gate.policy.migrations", "warn").runOnce().ready())
                .isTrue();

        assertThat(scene.database().value("SELECT setting FROM nemo.seen")).isEqualTo("200ms");
    }

    @Test
    void a_constraint_may_be_validated_where_it_was_added_if_no_transaction_holds_the_lock() throws Exception {
        scene.migration(
                "V2__check.sql",
                "-- gate: allow HF032 no row is negative\nALTER TABLE a ADD CONSTRAINT c CHECK (id > 0) NOT VALID;\nALTER TABLE a VALIDATE CONSTRAINT c;");
        scene.gate().assertFails(ErrorCode.MG006, "HF044");

        scene.migration("V2__check.sql.conf", "executeInTransaction=false");

        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void placeholders_are_left_alone_where_the_settings_say_so() throws Exception {
        scene.migration("V2__note.sql", "INSERT INTO a (id, note) VALUES (1, 'Dear ${user.name}, welcome');");
        scene.migration("V2__note.sql.conf", "placeholderReplacement=false");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.database().value("SELECT note FROM nemo.a")).isEqualTo("Dear ${user.name}, welcome");
    }

    @Test
    void flyways_own_placeholders_have_values() throws Exception {
        scene.migration(
                "V2__note.sql",
                "COMMENT ON TABLE ${flyway:defaultSchema}.a IS '${flyway:user} ${flyway:database} ${flyway:table} ${flyway:filename}"
                        + " ${flyway:workingDirectory} ${flyway:timestamp} ${flyway:environment}';");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.database().value("SELECT obj_description('nemo.a'::regclass)"))
                .startsWith(scene.database().value("SELECT current_user || ' ' || current_database()")
                        + " flyway_schema_history V2__note.sql " + System.getProperty("user.dir") + " 20");
    }
}
