package dev.schemagate.plan;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.desired.Outcome;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** What has the name that a statement asks for and another shape is a conflict: {@code IF NOT EXISTS} would hide it. */
@EveryVersion
class ConflictTest {

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
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ADD COLUMN c int | ADD COLUMN IF NOT EXISTS c bigint | has type integer, but the hotfix asks for bigint",
                "ADD COLUMN c varchar(20) | ADD COLUMN IF NOT EXISTS c varchar(30) | has type character varying(20)",
                "ADD COLUMN c varchar(20) | ADD COLUMN IF NOT EXISTS c varchar | has type character varying(20)",
                "ADD COLUMN c varchar(100) | ADD COLUMN IF NOT EXISTS c email | asks for email",
                "ADD COLUMN c text | ADD COLUMN IF NOT EXISTS c text NOT NULL DEFAULT '' | is nullable, but the hotfix asks for NOT NULL",
                "ADD COLUMN c text | ADD COLUMN IF NOT EXISTS c text DEFAULT 'a' | has no default, but",
                "ADD COLUMN c text DEFAULT 'b' | ADD COLUMN IF NOT EXISTS c text DEFAULT 'a' | has the default 'b'::text",
                "ADD COLUMN c text DEFAULT 'A' | ADD COLUMN IF NOT EXISTS c text DEFAULT 'a' | has the default",
                "ADD COLUMN c int DEFAULT (1+2)*3 | ADD COLUMN IF NOT EXISTS c int DEFAULT 1+2*3 | has the default",
                "ADD COLUMN c timestamptz DEFAULT now() | ADD COLUMN IF NOT EXISTS c timestamptz DEFAULT clock_timestamp() | has the default",
                "ADD COLUMN c text COLLATE \"C\" | ADD COLUMN IF NOT EXISTS c text | has the collation C",
                "ADD COLUMN c int GENERATED ALWAYS AS IDENTITY | ADD COLUMN IF NOT EXISTS c int NOT NULL DEFAULT 1 | differs in GENERATED",
                "ADD COLUMN c bigint GENERATED ALWAYS AS (id * 2) STORED | ADD COLUMN IF NOT EXISTS c bigint GENERATED ALWAYS AS (id * 3) STORED | has the default",
                "ADD COLUMN c int | ADD COLUMN IF NOT EXISTS c int REFERENCES \"Mixed Case\" | IF NOT EXISTS skips it",
                "ADD CONSTRAINT k CHECK (id > 0) | ADD CONSTRAINT k CHECK (id > 1) NOT VALID | checks (id > 0)",
                "ADD CONSTRAINT k UNIQUE (name) | ADD CONSTRAINT k UNIQUE (made) | is on [name]",
                "ADD CONSTRAINT k UNIQUE (name) | ADD CONSTRAINT k CHECK (id > 1) | is of another type",
                "ADD CONSTRAINT k EXCLUDE USING btree (name WITH =) | ADD CONSTRAINT k EXCLUDE USING btree (made WITH =) | is on [name], but the hotfix asks for [made]",
                "ADD CONSTRAINT k EXCLUDE USING hash (name WITH =) | ADD CONSTRAINT k EXCLUDE USING btree (name WITH =) | is hash, but the hotfix asks for btree",
                "ADD CONSTRAINT k EXCLUDE USING gist (int8range(id, id + 5) WITH &&) | ADD CONSTRAINT k EXCLUDE USING gist (int8range(id, id + 5) WITH <@) | compares with [&&], but the hotfix asks for [<@]",
                "ADD CONSTRAINT k EXCLUDE USING btree (name WITH =) | ADD CONSTRAINT k EXCLUDE USING btree (name WITH =) WHERE (id > 0) | has no predicate, but",
                "ADD CONSTRAINT k UNIQUE (name) | ADD CONSTRAINT k EXCLUDE USING btree (name WITH =) | is of another type",
                "ADD CONSTRAINT k CHECK (id > 0) NOT VALID | ADD CONSTRAINT k CHECK (id > 0) | is NOT VALID",
            })
    void another_shape_is_a_conflict(String made, String asked, String reason) throws SQLException {
        database.execute("ALTER TABLE t " + made);

        StatementPlan plan = database.plan("ALTER TABLE t " + asked);

        assertThat(plan.outcome()).as(plan.reason()).isEqualTo(Outcome.CONFLICT);
        assertThat(plan.reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (made) | key 1 differs: the index has column name",
                "INDEX i ON t (name) | UNIQUE INDEX IF NOT EXISTS i ON t (name) | is not unique",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name DESC) | another order",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name text_pattern_ops) | operator class",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name COLLATE \"C\") | collation",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name, made) | has 1 key, but the hotfix asks for 2",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name) INCLUDE (made) | includes []",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t (name) WHERE id > 0 | has no predicate, but",
                "INDEX i ON t (name) WHERE id > 1 | INDEX IF NOT EXISTS i ON t (name) WHERE id > 0 | has the predicate (id > 1)",
                "INDEX i ON t (lower(name)) | INDEX IF NOT EXISTS i ON t (upper(name)) | expression lower(name)",
                "INDEX i ON t (name) | INDEX IF NOT EXISTS i ON t USING hash (name) | is btree, but the hotfix asks for hash",
                "INDEX i ON base (id) | INDEX IF NOT EXISTS i ON t (id) | is an index of base",
                "TABLE i () | INDEX IF NOT EXISTS i ON t (id) | not an index",
            })
    void another_index_of_that_name_is_a_conflict(String made, String asked, String reason) throws SQLException {
        database.execute("CREATE " + made);

        StatementPlan plan = database.plan("CREATE " + asked);

        assertThat(plan.outcome()).as(plan.reason()).isEqualTo(Outcome.CONFLICT);
        assertThat(plan.reason()).contains(reason);
    }

    @Test
    void labels_in_another_order_are_a_conflict() throws SQLException {
        assertThat(database.plan("ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'low' AFTER 'high'")
                        .outcome())
                .isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void one_label_on_both_sides_of_another_is_a_conflict() throws SQLException {
        String add = "ALTER TYPE \"Mood\" ADD VALUE IF NOT EXISTS 'new' ";

        assertThat(database.plans(add + "BEFORE 'low'; " + add + "AFTER 'low'"))
                .extracting(StatementPlan::outcome)
                .containsExactly(Outcome.MISSING, Outcome.CONFLICT);
        assertThat(database.plans(add + "; " + add + "AFTER 'low'"))
                .extracting(StatementPlan::outcome)
                .containsExactly(Outcome.MISSING, Outcome.MISSING);
    }

    @Test
    void a_constraint_that_another_statement_leaves_out_of_its_column_is_a_conflict() throws SQLException {
        String with = "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text UNIQUE";

        assertThat(database.plans("ALTER TABLE t ADD COLUMN IF NOT EXISTS c text; " + with))
                .extracting(StatementPlan::outcome)
                .containsExactly(Outcome.MISSING, Outcome.CONFLICT);
        assertThat(database.plans(with + "; " + with))
                .extracting(StatementPlan::outcome)
                .containsOnly(Outcome.MISSING);
    }

    @Test
    void two_statements_that_contradict_each_other_are_a_conflict() throws SQLException {
        assertThat(database.plans(
                        "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text; ALTER TABLE t ADD COLUMN IF NOT EXISTS c int"))
                .extracting(StatementPlan::outcome)
                .containsExactly(Outcome.MISSING, Outcome.CONFLICT);
    }
}
