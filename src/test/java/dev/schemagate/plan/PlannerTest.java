package dev.schemagate.plan;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.desired.Outcome;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL is the truth: a statement that has run is satisfied, and one that has not is missing. */
@EveryVersion
class PlannerTest {

    private PlannedDatabase database;

    @BeforeEach
    void createDatabase() {
        database = new PlannedDatabase();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(20) NOT NULL DEFAULT 'a'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text DEFAULT 'A b''c'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int DEFAULT -1",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int4 DEFAULT (1 + 2) * 3",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c boolean NOT NULL DEFAULT 'f'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c double precision NOT NULL DEFAULT 0.0",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c JSONB NOT NULL DEFAULT '{}'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c jsonb DEFAULT '{\"a\":1}'::jsonb",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c TEXT[] DEFAULT ARRAY[]::TEXT[]",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text[] DEFAULT '{}'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c timestamptz DEFAULT now() + interval '1 day'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c numeric(5)",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c decimal(12, 4) DEFAULT 1.50",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c char",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c bit varying(5)",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c interval day to second(3)",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c time(2) with time zone",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c \"Mood\" DEFAULT 'low'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c public.\"Mood\"[]",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c email DEFAULT 'a@b'",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text COLLATE \"C\"",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c uuid DEFAULT gen_random_uuid()",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int GENERATED ALWAYS AS (id * 2) STORED",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text CHECK (c <> '')",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int UNIQUE REFERENCES \"Mixed Case\" ON DELETE SET NULL",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, ADD COLUMN IF NOT EXISTS b int",
                "ALTER TABLE \"Mixed Case\" ADD COLUMN IF NOT EXISTS \"newField\" text",
                "ALTER TABLE parts ADD COLUMN IF NOT EXISTS c text DEFAULT 'x'",
                "ALTER TABLE base ADD COLUMN IF NOT EXISTS c text",
                "ALTER TABLE t ALTER COLUMN name SET DEFAULT 'n'",
                "ALTER TABLE t ALTER COLUMN id SET NOT NULL",
                "ALTER TABLE t ADD CONSTRAINT k CHECK (amount > 0 AND name <> 'x') NOT VALID",
                "ALTER TABLE t ADD CONSTRAINT k UNIQUE (name, amount)",
                "ALTER TABLE t ADD CONSTRAINT k EXCLUDE (name WITH =, amount WITH OPERATOR(pg_catalog.=)) INCLUDE (made) DEFERRABLE",
                "ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (int8range(id, id + 5) WITH &&) WHERE (amount > 0)",
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                        + " ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING hash (lower(name) WITH =) WITH (fillfactor = 70); END IF; END $$",
                "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES \"Mixed Case\" (id) ON UPDATE CASCADE NOT VALID",
                "CREATE INDEX IF NOT EXISTS i ON t (name)",
                "CREATE UNIQUE INDEX IF NOT EXISTS i ON t (name DESC NULLS LAST, amount) WHERE amount > 0",
                "CREATE INDEX IF NOT EXISTS i ON t (lower(name) text_pattern_ops)",
                "CREATE INDEX IF NOT EXISTS i ON t ((id + 1), name COLLATE \"C\")",
                "CREATE INDEX IF NOT EXISTS i ON t USING hash (name)",
                "CREATE INDEX IF NOT EXISTS i ON t (name) WITH (fillfactor = 70)",
                "CREATE INDEX IF NOT EXISTS i ON parts (day)",
                "CREATE INDEX IF NOT EXISTS \"I x\" ON \"Mixed Case\" (\"Na\"\"me\")",
                "ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'middle' BEFORE 'high'",
                "ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'top'",
                "COMMENT ON COLUMN t.name IS 'it''s'",
                "COMMENT ON TABLE t IS 'x'",
                "COMMENT ON CONSTRAINT t_pkey ON t IS 'x'",
                "COMMENT ON TYPE \"Mood\" IS 'x'",
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                        + " ALTER TABLE t ADD CONSTRAINT k UNIQUE (name); END IF; END $$",
                "DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT k UNIQUE (name); EXCEPTION WHEN duplicate_object OR duplicate_table THEN NULL; END $$"
            })
    void what_has_run_is_satisfied_and_what_has_not_is_missing(String sql) throws SQLException {
        assertThat(database.plan(sql).outcome()).isIn(Outcome.MISSING, Outcome.SATISFIED);
        if (!sql.contains("SET NOT NULL")) {
            assertThat(database.plan(sql).outcome()).isEqualTo(Outcome.MISSING);
        }
        database.execute(sql);

        assertThat(database.plan(sql).reason() + ": " + database.plan(sql).outcome())
                .endsWith(": SATISFIED");
    }

    @Test
    void an_invalid_index_is_broken() throws SQLException {
        database.execute("CREATE INDEX i ON t (name)");
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");

        assertThat(database.plan("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name)")
                        .outcome())
                .isEqualTo(Outcome.BROKEN);
    }

    @Test
    void a_later_statement_may_set_another_default() throws SQLException {
        String sql =
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text DEFAULT 'a'; ALTER TABLE t ALTER COLUMN c SET DEFAULT 'b';"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS c text DEFAULT 'a'";
        database.execute(sql);

        assertThat(database.plans(sql)).extracting(StatementPlan::outcome).containsOnly(Outcome.SATISFIED);
    }

    @Test
    void what_an_earlier_statement_will_change_has_to_be_set_again() throws SQLException {
        assertThat(database.plans(
                        "COMMENT ON TABLE t IS 'a'; ALTER TABLE t ALTER name SET DEFAULT 'x', ALTER made SET DEFAULT now();"
                                + " ALTER TABLE t ALTER made DROP DEFAULT"))
                .extracting(StatementPlan::outcome)
                .containsOnly(Outcome.MISSING);
    }

    @Test
    void a_later_statement_may_set_another_comment() throws SQLException {
        String sql = "COMMENT ON TABLE t IS 'a'; COMMENT ON COLUMN t.id IS 'a'; COMMENT ON TABLE public.t IS 'b'";
        database.execute(sql);

        assertThat(database.plans(sql)).extracting(StatementPlan::outcome).containsOnly(Outcome.SATISFIED);
    }

    @Test
    void what_the_catalog_does_not_show_is_unknown() throws SQLException {
        assertThat(database.plan("INSERT INTO t (id) VALUES (1) ON CONFLICT DO NOTHING")
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(database.plan(
                                "DO $$ BEGIN IF current_user = 'x' THEN ALTER TABLE t ADD COLUMN c int; END IF; END $$")
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    /** Whether it runs says nothing of what the statement is about. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            pg_constraint WHERE conname = 'other' ~ ALTER TABLE t ADD CONSTRAINT k UNIQUE (name)
            pg_constraint WHERE conname = 'k' AND conrelid = 'elsewhere.t'::regclass ~ ALTER TABLE t ADD CONSTRAINT k UNIQUE (name)
            pg_class WHERE relname = 't' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS c int
            information_schema.columns WHERE table_name = 't' AND column_name = 'd' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS c int
            information_schema.columns WHERE table_name = 't' AND column_name = 'c' ~ ALTER TABLE t ALTER COLUMN name SET DEFAULT 'x'
            information_schema.columns WHERE table_name = 't' AND column_name = 'c' ~ ALTER TABLE t ADD COLUMN c int, ADD COLUMN d int
            information_schema.columns WHERE table_schema = 'elsewhere' AND table_name = 't' AND column_name = 'c' ~ ALTER TABLE t ADD COLUMN c int
            """)
    void a_guard_about_something_else_leaves_open_whether_the_statement_runs(String sought, String sql)
            throws SQLException {
        assertThat(database.plan("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM " + sought + ") THEN " + sql
                                + "; END IF; END $$")
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            pg_constraint WHERE conname = 'k' AND conrelid = 'public.t'::regclass ~ ALTER TABLE t ADD CONSTRAINT k UNIQUE (name)
            information_schema.columns WHERE table_schema = 'public' AND table_name = 't' AND column_name = 'c' ~ ALTER TABLE t ADD COLUMN c int
            information_schema.columns WHERE table_name = 't' AND column_name = 'c' ~ ALTER TABLE public.t ADD COLUMN IF NOT EXISTS c int
            """)
    void a_guard_about_what_the_statement_adds_is_as_good_as_if_not_exists(String sought, String sql)
            throws SQLException {
        assertThat(database.plan("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM " + sought + ") THEN " + sql
                                + "; END IF; END $$")
                        .outcome())
                .isEqualTo(Outcome.MISSING);
    }

    @Test
    void an_absent_table_is_impossible_unless_the_statement_allows_for_it() throws SQLException {
        assertThat(database.plan("ALTER TABLE nobody ADD COLUMN IF NOT EXISTS c int")
                        .found()
                        .impossible())
                .isTrue();
        assertThat(database.plan("ALTER TABLE IF EXISTS nobody ADD COLUMN IF NOT EXISTS c int")
                        .outcome())
                .isEqualTo(Outcome.SATISFIED);
    }
}
