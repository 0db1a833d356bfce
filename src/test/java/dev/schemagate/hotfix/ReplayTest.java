package dev.schemagate.hotfix;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Replaying on a real PostgreSQL: what is missing, what is broken, as whom. */
@EveryVersion
class ReplayTest {

    private static final String INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);";

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        patched = Patched.with(
                "CREATE TABLE t (id int PRIMARY KEY, name text); INSERT INTO t VALUES (1, 'a'), (2, 'b')", files);
        database = patched.database();
    }

    @Test
    void applies_only_what_is_missing_and_records_it() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN a text");
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; ALTER TABLE t ADD COLUMN IF NOT EXISTS b text; "
                + INDEX);

        TestGate gate = patched.gate();
        gate.runOnce();

        assertThat(gate.report("hotfix").result().detail()).startsWith("2 applied, 1 of 3");
        assertThat(database.value("SELECT string_agg(statement::text, ',' ORDER BY statement) FROM schema_gate.hotfix"))
                .isEqualTo("2,3");
    }

    @Test
    void partitions_keys_and_their_company_are_predicted() throws Exception {
        database.execute(
                "CREATE TABLE p (id int, day date) PARTITION BY RANGE (day);"
                        + " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE r (id int PRIMARY KEY);"
                        + " CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE base (id int); CREATE TABLE heir () INHERITS (base); CREATE TABLE k (id int)");
        patched.hotfix(
                "ALTER TABLE p ADD COLUMN IF NOT EXISTS c text DEFAULT 'x'; CREATE INDEX IF NOT EXISTS p_c ON p (c);"
                        + " ALTER TABLE base ADD COLUMN IF NOT EXISTS c text;"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS f int REFERENCES r; ALTER TABLE t ADD COLUMN IF NOT EXISTS u int UNIQUE;"
                        + " ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ab' BEFORE 'b'; COMMENT ON COLUMN t.name IS 'x';"
                        + " ALTER TABLE t ALTER COLUMN name SET DEFAULT 'q'; ALTER TABLE p ADD CONSTRAINT pc CHECK (id > 0) NOT VALID;"
                        + " ALTER TABLE p ADD CONSTRAINT pf FOREIGN KEY (id) REFERENCES r (id); ALTER TABLE k ADD CONSTRAINT kk PRIMARY KEY (id);"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS g int GENERATED ALWAYS AS (id * 2) STORED;"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS v uuid DEFAULT gen_random_uuid();");
        TestGate gate = patched.gate();
        gate.runOnce();
        assertThat(gate.counters.applied()).isEqualTo(13);

        TestGate again = patched.gate();
        again.runOnce();

        assertThat(again.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_conflict_stops_before_anything_runs() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN b int");
        patched.hotfix(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        Patched.assertFails(
                patched.gate(),
                ErrorCode.HF101,
                "0001.sql:2: column public.t.b has type integer, but the hotfix asks for text");
        assertThat(database.hasColumn("public", "t", "a")).isFalse();
    }

    @Test
    void a_conflict_may_be_a_warning() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN b int");
        patched.hotfix(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        assertThat(patched.gate("gate.hotfix.on-conflict", "warn").runOnce().ready())
                .isTrue();
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void an_invalid_index_is_built_anew() throws Exception {
        database.execute("CREATE INDEX i ON t (name)");
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        patched.hotfix(INDEX);

        patched.gate().runOnce();

        assertThat(valid()).isEqualTo("t");
    }

    @Test
    void a_unique_index_that_cannot_be_built_leaves_nothing() throws Exception {
        database.execute("UPDATE t SET name = 'a'");
        patched.hotfix("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");

        Patched.assertFails(patched.gate(), ErrorCode.HF102, "could not create unique index \"i\"");
        assertThat(database.value("SELECT to_regclass('i')")).isNull();
    }

    @Test
    void acts_as_the_owner_of_the_table() throws Exception {
        String url = database.urlOfNewRole("hot");
        String login = "hot_" + database.name();
        String owner = "owner_" + database.name();
        database.execute(
                "CREATE ROLE " + owner + "; ALTER TABLE t OWNER TO " + owner + "; GRANT CREATE ON SCHEMA public TO "
                        + owner + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + login);
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; " + INDEX);
        Patched.assertFails(
                TestGate.withoutPolicy(url, files), ErrorCode.DB006, "GRANT \"" + owner + "\" TO \"" + login + "\"");
        database.execute("GRANT " + owner + " TO " + login);

        TestGate.withoutPolicy(url, files).runOnce();

        assertThat(database.value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'i'::regclass"))
                .isEqualTo(owner);
    }

    @Test
    void what_the_catalog_cannot_show_runs_once() throws Exception {
        patched.hotfix("INSERT INTO t VALUES (3, 'c') ON CONFLICT DO NOTHING;");
        patched.gate().runOnce();
        database.execute("DELETE FROM t WHERE id = 3");

        patched.gate().runOnce();

        assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void an_exclusion_constraint_comes_with_its_index_and_is_there_the_next_time() throws Exception {
        patched.hotfix(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                        + " ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (int4range(id, id + 1) WITH &&) WHERE (id > 0); END IF; END $$;");
        patched.gate().runOnce();
        TestGate again = patched.gate();

        again.runOnce();

        assertThat(again.counters.satisfied()).isEqualTo(1);
    }

    private String valid() {
        return database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass");
    }
}
