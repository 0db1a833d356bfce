package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Attempts to make a hotfix do more than it says. Each must be rolled back, whole. */
@Timeout(120)
class ProofTest {

    private static final String ADD = "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;";

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = PostgresServer.shared().newDatabase();
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, old text); INSERT INTO t VALUES (1, 'a');"
                        + " CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int PRIMARY KEY, name text); INSERT INTO nemo.users VALUES (1, 'n')");
    }

    @Test
    void an_event_trigger_that_drops_a_column_elsewhere() throws Exception {
        eventTrigger("ALTER TABLE nemo.users DROP COLUMN name");

        assertRolledBack(ADD, "column users.name has changed in name");
        assertThat(database.hasColumn("nemo", "users", "name")).isTrue();
    }

    @Test
    void an_event_trigger_that_drops_the_old_column_and_makes_one_of_its_name() throws Exception {
        eventTrigger("ALTER TABLE public.t DROP COLUMN old; ALTER TABLE public.t ADD COLUMN old text");

        assertRolledBack(ADD, "column t.old has changed in name");
        assertThat(database.value("SELECT old FROM t")).isEqualTo("a");
    }

    @Test
    void an_event_trigger_that_drops_a_table() throws Exception {
        eventTrigger("DROP TABLE nemo.users");

        assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_deletes_rows() throws Exception {
        eventTrigger("DELETE FROM nemo.users");

        assertRolledBack(ADD, "rows of nemo.users were changed or deleted");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_truncates() throws Exception {
        eventTrigger("TRUNCATE nemo.users");

        assertRolledBack(ADD, "relation nemo.users has changed in file");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void an_event_trigger_that_makes_a_table() throws Exception {
        eventTrigger("CREATE TABLE public.stranger ()");

        assertRolledBack(ADD, "a new relation public.stranger");
    }

    @Test
    void an_event_trigger_that_hides_behind_temporary_catalogs() throws Exception {
        eventTrigger("DROP TABLE nemo.users; CREATE TEMP TABLE pg_class AS SELECT * FROM pg_catalog.pg_class;"
                + " CREATE SCHEMA evil; CREATE VIEW evil.pg_namespace AS SELECT * FROM pg_catalog.pg_namespace;"
                + " PERFORM set_config('search_path', 'evil, pg_temp, pg_catalog', false)");

        assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_switches_the_statistics_off() throws Exception {
        eventTrigger("SET LOCAL track_counts = off; DROP TABLE nemo.users");

        assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_disables_a_trigger_or_revokes() throws Exception {
        eventTrigger("REVOKE ALL ON nemo.users FROM PUBLIC; GRANT SELECT ON nemo.users TO PUBLIC");

        assertRolledBack(ADD, "relation nemo.users has changed in acl");
    }

    @Test
    void an_event_trigger_that_makes_a_unique_index_on_a_partition() throws Exception {
        database.execute(
                "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
                        + " CREATE FUNCTION nemo.sly() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN"
                        + " IF current_setting('sly.on', true) = 'done' THEN RETURN; END IF; PERFORM set_config('sly.on', 'done', true);"
                        + " CREATE UNIQUE INDEX sly_index ON public.p1 (id); END $f$;"
                        + " CREATE EVENT TRIGGER sly ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION nemo.sly()");

        assertRolledBack("CREATE INDEX IF NOT EXISTS p_id ON p (id);", "a new relation public.sly_index");
    }

    @Test
    void a_block_that_renames_in_a_subtransaction() throws Exception {
        assertRolledBack(
                "DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; BEGIN EXECUTE 'ALTER TABLE t RENAME COLUMN old TO older';"
                        + " EXCEPTION WHEN others THEN NULL; END; END $$;",
                "column t.old has changed in name to older");
    }

    @Test
    void a_default_whose_function_deletes() throws Exception {
        database.execute("CREATE FUNCTION public.sly() RETURNS int LANGUAGE sql VOLATILE AS"
                + " 'DELETE FROM nemo.users RETURNING 1'");

        assertRolledBack(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh int DEFAULT sly();", "rows of nemo.users were changed");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void a_function_that_drops() throws Exception {
        database.execute("CREATE FUNCTION public.sly() RETURNS void LANGUAGE plpgsql AS"
                + " $$ BEGIN EXECUTE 'ALTER TABLE public.t ALTER COLUMN old TYPE varchar(1)'; END $$");

        assertRolledBack("SELECT sly();", "column t.old has changed in type, typmod");
    }

    @Test
    void a_condition_that_looks_at_another_table() throws Exception {
        database.execute("ALTER TABLE nemo.users ADD CONSTRAINT k CHECK (id > 0)");

        assertRolledBack(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                        + " ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID; END IF; END $$;",
                "it ran and changed nothing");
    }

    @Test
    void a_commit_inside_a_block() throws Exception {
        hotfix(
                "DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; COMMIT; ALTER TABLE t DROP COLUMN old; END $$;");

        assertThatThrownBy(() -> TestGate.withoutPolicy(database.url(), files).runOnce())
                .isInstanceOf(GateException.class);
        assertThat(database.hasColumn("public", "t", "old")).isTrue();
        assertThat(database.hasColumn("public", "t", "fresh")).isFalse();
    }

    @Test
    void other_sessions_may_change_what_they_like_meanwhile() throws Exception {
        hotfix("DO $$ BEGIN PERFORM pg_sleep(1); ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; END $$;");
        TestGate gate = TestGate.withoutPolicy(database.url(), files);
        Thread replay = new Thread(() -> run(gate));
        replay.start();
        org.awaitility.Awaitility.await()
                .until(() -> database.value(
                                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'DO%'")
                        != null);
        database.execute(
                "ALTER TABLE nemo.users DROP COLUMN name; CREATE TABLE nemo.other (); ALTER TABLE t RENAME COLUMN old TO older");
        replay.join();

        assertThat(gate.gate.state().ready()).isTrue();
        assertThat(database.hasColumn("public", "t", "fresh")).isTrue();
    }

    private static void run(TestGate gate) {
        try {
            gate.runOnce();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs as a superuser whatever it is told, at the end of each ALTER TABLE on {@code t}. */
    private void eventTrigger(String body) {
        database.execute(
                "CREATE FUNCTION nemo.sly() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN"
                        + " IF current_setting('sly.on', true) = 'done' OR NOT EXISTS (SELECT FROM pg_event_trigger_ddl_commands()"
                        + " WHERE object_identity = 'public.t') THEN RETURN; END IF; PERFORM set_config('sly.on', 'done', true); "
                        + body
                        + "; END $f$; CREATE EVENT TRIGGER sly ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION nemo.sly()");
    }

    private void hotfix(String sql) throws IOException {
        Files.writeString(Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"), sql);
    }

    private void assertRolledBack(String sql, String surprise) throws IOException {
        hotfix(sql);
        assertThatThrownBy(() -> TestGate.withoutPolicy(database.url(), files).runOnce())
                .isInstanceOfSatisfying(GateException.class, e -> {
                    assertThat(e.code()).as(e.describe()).isEqualTo(ErrorCode.HF201);
                    assertThat(e.getMessage()).contains(surprise);
                });
        assertThat(database.hasColumn("public", "t", "fresh")).isFalse();
        assertThat(database.hasColumn("public", "t", "old")).isTrue();
        assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("0");
    }
}
