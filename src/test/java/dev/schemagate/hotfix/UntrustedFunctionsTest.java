package dev.schemagate.hotfix;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The owner of the foreign schema lays functions wherever PostgreSQL would call one while it plans or reads the catalog. The
 * statistics of functions count calls, also those of transactions that were rolled back.
 */
@EveryVersion
class UntrustedFunctionsTest {

    private static final String SETUP = """
            CREATE ROLE prisma_%1$s; ALTER SCHEMA public OWNER TO prisma_%1$s; SET ROLE prisma_%1$s;
            CREATE FUNCTION evil() RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN 'x'; END $$;
            CREATE FUNCTION fine(text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$;
            CREATE TABLE t (id int PRIMARY KEY, name text);
            """;

    /** Operators that fit the operands of a catalog query better than PostgreSQL's own. */
    private static final String OPERATORS = """
            DO $do$ DECLARE l text; r text; o text; n int := 0; BEGIN
                FOR l, r, o IN SELECT a, b, c FROM
                    unnest(ARRAY['oid', 'regclass', 'regcollation', 'name', 'text', 'varchar', '"char"', 'int2', 'int4', 'int8', 'regproc']) a,
                    unnest(ARRAY['oid', 'regclass', 'regcollation', 'name', 'text', 'varchar', '"char"', 'int2', 'int4', 'int8', 'regproc']) b,
                    unnest('{=,<>,<,>,-,||}'::text[]) c
                    WHERE NOT EXISTS (SELECT FROM pg_operator WHERE oprname = c AND oprleft = a::regtype AND oprright = b::regtype)
                LOOP
                    n := n + 1;
                    EXECUTE format('CREATE FUNCTION trap_%1$s(%2$s, %3$s) RETURNS %4$s IMMUTABLE LANGUAGE plpgsql AS $f$ BEGIN RETURN NULL; END $f$',
                                   n, l, r, CASE WHEN o IN ('-', '||') THEN 'text' ELSE 'boolean' END);
                    EXECUTE format('CREATE OPERATOR %1$s (LEFTARG = %2$s, RIGHTARG = %3$s, FUNCTION = trap_%4$s)', o, l, r, n);
                END LOOP;
            END $do$
            """;

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        patched = Patched.with("SELECT 1", files);
        database = patched.database();
        database.execute(SETUP.formatted(database.name()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            ALTER TABLE t ADD d text DEFAULT evil() ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS d text DEFAULT 'x'
            ALTER TABLE t ADD d text DEFAULT 'ab'; CREATE FUNCTION concat(text, text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1; END' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS d text DEFAULT concat('a', 'b')
            ALTER TABLE t ADD g text GENERATED ALWAYS AS (name || evil()) STORED ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS g text GENERATED ALWAYS AS (name || 'x') STORED
            ALTER TABLE t ADD CONSTRAINT k CHECK (name <> evil()) ~ ALTER TABLE t ADD CONSTRAINT k CHECK (name <> 'x')
            CREATE INDEX i ON t ((name || evil())) ~ CREATE INDEX IF NOT EXISTS i ON t ((name || 'x'))
            CREATE INDEX i ON t (id) WHERE name <> evil() ~ CREATE INDEX IF NOT EXISTS i ON t (id) WHERE name <> 'x'
            CREATE INDEX i ON t ((name || 'a')); CREATE INDEX j ON t ((name || evil())) ~ CREATE INDEX IF NOT EXISTS i ON t ((name || text 'a'))
            CREATE INDEX i ON t ((name || 'a')); CREATE STATISTICS s ON (name || evil()), id FROM t ~ CREATE INDEX IF NOT EXISTS i ON t ((name || text 'a'))
            CREATE INDEX i ON t ((name || 'a')); ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (name <> evil()) ~ CREATE INDEX IF NOT EXISTS i ON t ((name || text 'a'))
            CREATE TYPE mood AS ENUM ('a', 'b'); CREATE FUNCTION say(mood) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'; CREATE CAST (mood AS text) WITH FUNCTION say(mood); ALTER TABLE t ADD m mood DEFAULT 'a' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS m mood DEFAULT 'b'
            CREATE DOMAIN label AS text CHECK (fine(value)); ALTER TABLE t ADD ls label[] DEFAULT '{a}' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS ls label[] DEFAULT '{b}'
            CREATE DOMAIN label AS text CHECK (fine(value)) ~ ALTER TABLE nobody ADD COLUMN IF NOT EXISTS ls label[] DEFAULT '{b}'; ALTER TABLE t ADD COLUMN IF NOT EXISTS ls label[] DEFAULT '{b}'
            CREATE OPERATOR ||| (LEFTARG = text, RIGHTARG = text, FUNCTION = concat2); ALTER TABLE t ADD d text DEFAULT 'a' ||| 'b' ~ ALTER TABLE t ADD COLUMN IF NOT EXISTS d text DEFAULT 'x'
            """)
    void nobody_calls_them_by_planning(String trap, String hotfix) throws Exception {
        as("CREATE FUNCTION concat2(text, text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1; END'; "
                + trap);
        patched.hotfix(hotfix + ";");
        count();

        plan(patched.gate());
        start(patched.gate());
        start(TestGate.withoutPolicy(memberUrl(), files));

        assertNobodyWasCalled();
    }

    @Test
    void nobody_calls_operators_that_fit_better_than_postgresqls_own() throws Exception {
        as(OPERATORS);
        as("ALTER TABLE t ADD a text DEFAULT 'x', ADD CONSTRAINT k CHECK (id > 0); CREATE INDEX i ON t ((lower(name)));"
                + " CREATE TYPE mood AS ENUM ('a', 'b'); COMMENT ON COLUMN t.a IS 'c'");
        patched.hotfix(
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT 'x'; ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;"
                        + " ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0); CREATE INDEX IF NOT EXISTS i ON t ((lower(name)));"
                        + " ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ab' BEFORE 'b'; COMMENT ON COLUMN t.a IS 'c';"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS r int REFERENCES t; CREATE INDEX CONCURRENTLY IF NOT EXISTS n ON t (fresh);");
        count();
        patched.scene().migration("V1__a.sql", "CREATE TABLE nemo.a (id bigint);");

        plan(patched.gate());
        TestGate gate = patched.gate();
        gate.runOnce();
        start(patched.gate());

        assertThat(gate.counters.applied()).isEqualTo(4);
        assertNobodyWasCalled();
    }

    @Test
    void what_a_superuser_owns_is_still_compared_by_its_meaning() throws Exception {
        database.execute("CREATE FUNCTION own() RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT 'x'::text $$;"
                + " ALTER TABLE t ADD d text DEFAULT own()");
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS d text DEFAULT public.own();");

        assertThat(Patched.run(patched.gate())).isTrue();
    }

    private void as(String sql) {
        database.execute("SET ROLE prisma_" + database.name() + "; " + sql);
    }

    private String memberUrl() {
        String url = database.urlOfNewRole("member");
        database.execute("GRANT prisma_" + database.name() + " TO member_" + database.name()
                + "; GRANT CREATE ON DATABASE " + database.name() + " TO member_" + database.name()
                + "; DROP SCHEMA IF EXISTS schema_gate CASCADE");
        return url;
    }

    private static void plan(TestGate gate) throws InterruptedException {
        new Preview(gate.config, TestGate.NO_POLICY).of(gate.database, false);
    }

    /** Ready, or refused before anything is applied: what cannot be compared is not believed. */
    private static void start(TestGate gate) throws InterruptedException {
        try {
            gate.runOnce();
        } catch (GateException e) {
            assertThat(e.code()).isIn(ErrorCode.HF101, ErrorCode.HF202);
        }
    }

    /** Calls in sessions that begin from now on. */
    private void count() {
        database.execute("ALTER DATABASE " + database.name() + " SET track_functions = 'pl'");
    }

    /** The one call that is seen is the test's own, which shows that others would have been. */
    private void assertNobodyWasCalled() {
        await().until(() -> patched.scene().gateSessions() == 0);
        database.execute("EXPLAIN SELECT public.evil()");
        await().until(() -> calls() > 0);
        assertThat(calls()).isEqualTo(1);
    }

    /** Of functions of somebody else; the gate has some of its own. */
    private int calls() {
        return Integer.parseInt(database.value(
                "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions WHERE schemaname <> 'schema_gate'"));
    }
}
