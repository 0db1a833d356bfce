package dev.schemagate.hotfix;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Attempts of event triggers to do more than the hotfix that fires them. Each must be rolled back, whole. */
@EveryVersion
class EventTriggerTest {

    private static final String ADD = "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;";

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        patched = Patched.with(ProofTest.TABLES, files);
        database = patched.database();
    }

    @Test
    void an_event_trigger_that_drops_a_column_elsewhere() throws Exception {
        patched.eventTrigger("ALTER TABLE nemo.users DROP COLUMN name");

        patched.assertRolledBack(ADD, "column users.name has changed in name");
        assertThat(database.hasColumn("nemo", "users", "name")).isTrue();
    }

    @Test
    void an_event_trigger_that_drops_the_old_column_and_makes_one_of_its_name() throws Exception {
        patched.eventTrigger("ALTER TABLE public.t DROP COLUMN old; ALTER TABLE public.t ADD COLUMN old text");

        patched.assertRolledBack(ADD, "column t.old has changed in name");
        assertThat(database.value("SELECT old FROM t")).isEqualTo("a");
    }

    @Test
    void an_event_trigger_that_drops_a_table() throws Exception {
        patched.eventTrigger("DROP TABLE nemo.users");

        patched.assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_drops_more_than_a_message_can_tell() throws Exception {
        database.execute(
                "DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE 'CREATE TABLE nemo.part' || i || ' (id int)'; END LOOP; END $$");
        patched.eventTrigger("DROP SCHEMA nemo CASCADE");
        database.execute("ALTER FUNCTION nemo.sly() SET SCHEMA public");

        patched.assertRolledBack(ADD, "schema nemo is gone; relation nemo.users is gone;");
        patched.assertRolledBack(ADD, " more");
    }

    @Test
    void an_event_trigger_that_deletes_rows() throws Exception {
        patched.eventTrigger("DELETE FROM nemo.users");

        patched.assertRolledBack(ADD, "rows of nemo.users were changed or deleted");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_truncates() throws Exception {
        patched.eventTrigger("TRUNCATE nemo.users");

        patched.assertRolledBack(ADD, "relation nemo.users has changed in file");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_truncates_what_was_just_written_anew() throws Exception {
        patched.eventTrigger("TRUNCATE public.t");

        patched.assertRolledBack(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh double precision DEFAULT random();",
                "all rows of \"public\".\"t\" are gone");
        assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_makes_a_table() throws Exception {
        patched.eventTrigger("CREATE TABLE public.stranger ()");

        patched.assertRolledBack(ADD, "a new relation public.stranger");
    }

    @Test
    void an_event_trigger_that_hides_behind_temporary_catalogs() throws Exception {
        patched.eventTrigger("DROP TABLE nemo.users; CREATE TEMP TABLE pg_class AS SELECT * FROM pg_catalog.pg_class;"
                + " CREATE SCHEMA evil; CREATE VIEW evil.pg_namespace AS SELECT * FROM pg_catalog.pg_namespace;"
                + " PERFORM set_config('search_path', 'evil, pg_temp, pg_catalog', false)");

        patched.assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_answers_the_proof_in_its_stead() throws Exception {
        patched.eventTrigger(
                "DECLARE name text; BEGIN"
                        + " SELECT p.name INTO name FROM pg_prepared_statements p WHERE p.statement LIKE '%WHERE ours%';"
                        + " EXECUTE format('CREATE TEMP TABLE forged AS EXECUTE %I(''{nemo,public}'')', name);"
                        + " DROP TABLE nemo.users; EXECUTE format('DEALLOCATE %I', name);"
                        + " EXECUTE format('PREPARE %I (text[]) AS SELECT * FROM pg_temp.forged WHERE $1 IS NOT NULL', name); END");

        patched.assertRolledBack(ADD, "it used PREPARE");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_switches_the_statistics_off() throws Exception {
        patched.eventTrigger("SET LOCAL track_counts = off; DROP TABLE nemo.users");

        patched.assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_disables_a_trigger_or_revokes() throws Exception {
        patched.eventTrigger("REVOKE ALL ON nemo.users FROM PUBLIC; GRANT SELECT ON nemo.users TO PUBLIC");

        patched.assertRolledBack(ADD, "relation nemo.users has changed in acl");
    }

    @Test
    void an_event_trigger_that_makes_a_unique_index_on_a_partition() throws Exception {
        database.execute(
                "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
                        + " CREATE FUNCTION nemo.sly() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN"
                        + " IF current_setting('sly.on', true) = 'done' THEN RETURN; END IF; PERFORM set_config('sly.on', 'done', true);"
                        + " CREATE UNIQUE INDEX sly_index ON public.p1 (id); END $f$;"
                        + " CREATE EVENT TRIGGER sly ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION nemo.sly()");

        patched.assertRolledBack("CREATE INDEX IF NOT EXISTS p_id ON p (id);", "a new relation public.sly_index");
    }

    @Test
    void an_event_trigger_that_changes_what_no_schema_holds() throws Exception {
        patched.eventTrigger("EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1', current_database())");

        patched.assertRolledBack(ADD, "pg_db_role_setting was written");
    }
}
