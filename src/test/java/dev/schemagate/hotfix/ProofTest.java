package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.TestGate;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Attempts of a hotfix to do more than it says. Each must be rolled back, whole. */
@EveryVersion
class ProofTest {

    /** What is there before, with rows in it. */
    static final String TABLES = "CREATE TABLE t (id int PRIMARY KEY, old text); INSERT INTO t VALUES (1, 'a');"
            + " CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int PRIMARY KEY, name text); INSERT INTO nemo.users VALUES (1, 'n')";

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        patched = Patched.with(TABLES, files);
        database = patched.database();
    }

    @Test
    void a_block_that_renames_in_a_subtransaction() throws Exception {
        patched.assertRolledBack(
                "DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; BEGIN EXECUTE 'ALTER TABLE t RENAME COLUMN old TO older';"
                        + " EXCEPTION WHEN others THEN NULL; END; END $$;",
                "column t.old has changed in name to older");
    }

    @Test
    void a_default_whose_function_deletes() throws Exception {
        database.execute("CREATE FUNCTION public.sly() RETURNS int LANGUAGE sql VOLATILE AS"
                + " 'DELETE FROM nemo.users RETURNING 1'");

        patched.assertRolledBack(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh int DEFAULT sly();", "rows of nemo.users were changed");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
    }

    @Test
    void functions_that_pose_as_those_of_the_catalog_are_never_called() throws Exception {
        for (String call : List.of(
                "concat(text, oid, text, aclitem[])",
                "md5(name)",
                "age(xid)",
                "jsonb_build_object(text, boolean)",
                "to_regtype(text)",
                "pg_has_role(name, oid, text)")) {
            String type = call.startsWith("jsonb") ? "jsonb" : call.startsWith("to_reg") ? "regtype" : "text";
            database.execute("CREATE FUNCTION public." + call + " RETURNS " + type + " LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'called'; END $$");
        }
        database.execute(
                "CREATE FUNCTION public.count(text) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE public.mood AS ENUM ('a')");
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh mood DEFAULT 'a';"
                + " ALTER TABLE t ALTER COLUMN fresh SET NOT NULL;");

        assertThat(Patched.run(patched.gate())).isTrue();
        assertThat(Patched.run(patched.gate())).isTrue();
    }

    @Test
    void an_insert_whose_trigger_deletes_in_the_same_table() throws Exception {
        database.execute("CREATE FUNCTION public.sly() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN DELETE FROM public.t WHERE id = 1; RETURN NEW; END $$;"
                + " CREATE TRIGGER sly AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION sly()");

        patched.assertRolledBack(
                "INSERT INTO t VALUES (2, 'b') ON CONFLICT (id) DO NOTHING;",
                "rows of public.t were changed or deleted");
        assertThat(database.value("SELECT string_agg(old, ',') FROM t")).isEqualTo("a");
    }

    @Test
    void heirs_in_a_schema_of_others_belong_to_their_table() throws Exception {
        database.execute("CREATE SCHEMA archive; CREATE TABLE archive.t2025 (place text) INHERITS (t);"
                + " CREATE TABLE archive.links (t_id int, PRIMARY KEY (t_id))");
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text NOT NULL DEFAULT 'x';"
                + " ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES archive.links (t_id) NOT VALID;");

        assertThat(Patched.run(patched.gate())).isTrue();
        assertThat(database.hasColumn("archive", "t2025", "fresh")).isTrue();
    }

    @Test
    void a_function_that_drops() throws Exception {
        database.execute("CREATE FUNCTION public.sly() RETURNS void LANGUAGE plpgsql AS"
                + " $$ BEGIN EXECUTE 'ALTER TABLE public.t ALTER COLUMN old TYPE varchar(1)'; END $$");

        patched.assertRolledBack("SELECT sly();", "column t.old has changed in type, typmod");
    }

    @Test
    void a_condition_that_looks_at_another_table() throws Exception {
        database.execute("ALTER TABLE nemo.users ADD CONSTRAINT k CHECK (id > 0)");

        patched.assertRolledBack(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                        + " ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0) NOT VALID; END IF; END $$;",
                "it ran but changed nothing");
    }

    @Test
    void a_commit_inside_a_block() throws Exception {
        patched.hotfix(
                "DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; COMMIT; ALTER TABLE t DROP COLUMN old; END $$;");

        assertThatThrownBy(() -> patched.gate().runOnce()).isInstanceOf(GateException.class);
        assertThat(database.hasColumn("public", "t", "old")).isTrue();
        assertThat(database.hasColumn("public", "t", "fresh")).isFalse();
    }

    /** The policy refuses these whatever anybody acknowledges; the proof does so too, in general. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh int GENERATED ALWAYS AS IDENTITY | a new relation public.t_fresh_seq",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh bigserial | a new relation public.t_fresh_seq",
                "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i | relation public.i has changed in name to k",
                "COMMENT ON COLUMN t.old IS NULL | comment t is gone",
            })
    void what_no_hotfix_may_do(String sql, String surprise) {
        database.execute("CREATE UNIQUE INDEX i ON t (id); COMMENT ON COLUMN t.old IS 'was there'");

        patched.assertRolledBack(sql, surprise);
    }

    @Test
    void other_sessions_may_change_what_they_like_meanwhile() throws Exception {
        patched.hotfix("DO $$ BEGIN PERFORM pg_sleep(1); ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text; END $$;");
        TestGate gate = patched.gate();
        Thread replay = new Thread(() -> Patched.run(gate));
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
}
