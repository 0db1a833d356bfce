package dev.schemagate.policy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL is the judge of what a finding offers: it leads to the same objects as the refused statement. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfferedSqlTest {

    private static final String TABLES = """
            CREATE TABLE u (id int PRIMARY KEY, x int, y int, UNIQUE (x, y));
            CREATE TABLE t (id int PRIMARY KEY, a int, b int, c text, ts timestamptz, j jsonb);
            CREATE TYPE mood AS ENUM ('a', 'b');
            """;

    /** Whatever a statement may leave behind; a constraint that only is not validated yet is the same. */
    private static final String OBJECTS = """
            SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 't'::regclass
            UNION ALL SELECT 'constraint ' || conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '')
              FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n'
            UNION ALL SELECT concat_ws(' ', 'column', attname, format_type(atttypid, atttypmod), attnotnull, attstorage,
                attcompression, attcollation::regcollation, pg_get_expr(adbin, adrelid))
              FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
              WHERE attrelid = 't'::regclass AND attnum > 0
            UNION ALL SELECT 'label ' || enumlabel || row_number() OVER (ORDER BY enumsortorder) FROM pg_enum
            """;

    private Connection asGiven;
    private Connection asOffered;

    @BeforeAll
    void open() throws SQLException {
        asGiven = database();
        asOffered = database();
    }

    @AfterAll
    void close() throws SQLException {
        asGiven.close();
        asOffered.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i1 ON t (a)",
                "CREATE INDEX ON t (a, b)",
                "CREATE INDEX i2 ON t USING brin (ts) WITH (pages_per_range = 4, autosummarize)",
                "CREATE INDEX i3 ON t (a DESC NULLS LAST, c COLLATE \"C\" text_pattern_ops) WITH (fillfactor = 70)",
                "CREATE INDEX i4 ON t USING gin (j jsonb_path_ops) WITH (fastupdate = off)",
                "CREATE INDEX i5 ON t (a) INCLUDE (b, c) TABLESPACE pg_default WHERE b IS NOT NULL",
                "ALTER TABLE t ADD CONSTRAINT f1 FOREIGN KEY (a) REFERENCES u",
                "ALTER TABLE t ADD CONSTRAINT f2 FOREIGN KEY (a) REFERENCES u (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED",
                "ALTER TABLE t ADD CONSTRAINT f3 FOREIGN KEY (a, b) REFERENCES u (x, y) MATCH FULL ON UPDATE CASCADE",
                "ALTER TABLE t ADD CONSTRAINT f4 FOREIGN KEY (b) REFERENCES u (id) ON DELETE RESTRICT DEFERRABLE",
                "ALTER TABLE t ADD COLUMN c1 text COMPRESSION pglz",
                "ALTER TABLE t ADD COLUMN c2 varchar(20) COLLATE \"C\" DEFAULT 'x' NOT NULL",
                "ALTER TABLE t ADD COLUMN \"C 3\" numeric(10, 2)[]",
                "ALTER TABLE t ADD COLUMN c4 uuid DEFAULT gen_random_uuid()",
                "ALTER TABLE t ADD COLUMN c5 timestamptz DEFAULT now()",
                "ALTER TYPE mood ADD VALUE 'c' BEFORE 'a'",
                "ALTER TYPE mood ADD VALUE 'it''s' AFTER 'b'",
            })
    void what_is_offered_leads_to_the_same_objects(String given) throws SQLException {
        List<String> offered = findings(given).stream()
                .map(Finding::fix)
                .filter(Fix.Sql.class::isInstance)
                .map(Fix::text)
                .distinct()
                .toList();

        assertThat(offered).isNotEmpty();
        assertThat(added(asOffered, offered)).isNotEmpty().isEqualTo(added(asGiven, List.of(given)));
    }

    /** What statements add to the objects that are there. */
    private static TreeSet<String> added(Connection on, List<String> statements) throws SQLException {
        TreeSet<String> before = objects(on);
        statements.forEach(sql -> run(on, sql));
        TreeSet<String> after = objects(on);
        after.removeAll(before);
        return after;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE UNIQUE INDEX n1 ON t (a)",
                "CREATE INDEX n2 ON ONLY t (a)",
                "ALTER TABLE t ADD COLUMN d1 int CHECK (d1 > 0)",
                "ALTER TABLE t ADD COLUMN d2 int UNIQUE",
                "ALTER TABLE t ADD COLUMN d3 int REFERENCES u (id)",
                "ALTER TABLE t ADD COLUMN d4 int DEFAULT f()",
                "ALTER TABLE t ADD COLUMN d5 int GENERATED ALWAYS AS (a + 1) STORED",
                "ALTER TABLE t ADD CONSTRAINT n3 UNIQUE (a)",
                "ALTER TABLE t ADD CONSTRAINT n4 CHECK (a > 0)",
            })
    void what_would_lose_something_is_advice_in_words(String given) {
        assertThat(findings(given)).isNotEmpty().allMatch(finding -> finding.fix() instanceof Fix.Advice);
    }

    @Test
    void what_stands_there_already_is_not_offered() {
        String refused = "DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT v CHECK (true) NOT VALID;"
                + " ALTER TABLE t VALIDATE CONSTRAINT v; END $$; ALTER TABLE t VALIDATE CONSTRAINT v;";

        assertThat(findings(refused))
                .extracting(finding -> finding.fix().text())
                .doesNotContain("ALTER TABLE t VALIDATE CONSTRAINT v;");
    }

    private static List<Finding> findings(String sql) {
        return Policy.judge(
                new Script(ScriptKind.HOTFIX, Example.parse("0001.sql", sql)),
                PolicyContext.of("nemo", "public", Engines.LEDGERS));
    }

    private static Connection database() throws SQLException {
        Connection connection = PostgresServer.shared().newDatabase().connect();
        run(connection, TABLES);
        return connection;
    }

    private static void run(Connection on, String sql) {
        try (Statement statement = on.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql + ": " + e.getMessage(), e);
        }
    }

    private static TreeSet<String> objects(Connection on) throws SQLException {
        TreeSet<String> objects = new TreeSet<>();
        try (Statement statement = on.createStatement();
                ResultSet row = statement.executeQuery(OBJECTS)) {
            while (row.next()) {
                objects.add(row.getString(1));
            }
        }
        return objects;
    }
}
