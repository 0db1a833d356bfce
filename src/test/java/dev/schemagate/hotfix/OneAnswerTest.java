package dev.schemagate.hotfix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rules.Rules;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code lint} lets pass as a hotfix, with reasons given wherever it takes them, the replay runs. */
@EveryVersion
class OneAnswerTest {

    private static final String BASE = """
            DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS s CASCADE; CREATE SCHEMA s;
            CREATE TABLE u (id int PRIMARY KEY, c int); INSERT INTO u VALUES (1, 1);
            CREATE TABLE p (id int) PARTITION BY LIST (id);
            CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL DEFAULT 5); INSERT INTO t VALUES (1, 1, 'x', 1);
            CREATE UNIQUE INDEX i9 ON t (c); CREATE VIEW v AS SELECT 1 AS one;
            CREATE TYPE e AS ENUM ('a'); CREATE TYPE c AS (a int); CREATE DOMAIN d AS int; CREATE SEQUENCE q;
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
            """;

    /** Kinds that the table of effects does not tell apart. */
    private static final String MORE = """
            ALTER TABLE t ALTER COLUMN b SET STORAGE PLAIN
            ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz
            ALTER TABLE t ALTER COLUMN a SET (n_distinct = -0.5)
            ALTER TABLE t ALTER COLUMN a RESET (n_distinct)
            CREATE STATISTICS IF NOT EXISTS st2 ON (a + 1), c FROM t
            ALTER FOREIGN TABLE ft ALTER COLUMN a OPTIONS (SET column_name 'b')
            ALTER TABLE t FORCE ROW LEVEL SECURITY
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c2 text COLLATE "C" COMPRESSION pglz
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c2 text STORAGE EXTERNAL
            ALTER TABLE t ADD COLUMN IF NOT EXISTS c2 int NOT NULL DEFAULT 1, ALTER COLUMN a SET STATISTICS 5
            ALTER TABLE t ALTER COLUMN a SET DEFAULT 1, ALTER COLUMN c DROP NOT NULL
            ALTER TABLE t ALTER COLUMN a SET NOT NULL
            ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 1) NOT VALID
            ALTER DOMAIN d SET NOT NULL
            ALTER DOMAIN d SET DEFAULT 1
            ALTER VIEW v ALTER COLUMN one SET DEFAULT 2
            ALTER SEQUENCE q CACHE 5
            ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i9
            ALTER TABLE t ADD CONSTRAINT i9 UNIQUE USING INDEX i9
            CREATE INDEX IF NOT EXISTS i ON ONLY p (id)
            COMMENT ON DATABASE postgres IS 'x'
            COMMENT ON ROLE postgres IS 'x'
            COMMENT ON LARGE OBJECT 4242 IS 'x'
            COMMENT ON SCHEMA public IS 'x'
            COMMENT ON FUNCTION g() IS 'x'
            COMMENT ON TRIGGER g ON t IS 'x'
            COMMENT ON INDEX i9 IS 'x'
            COMMENT ON VIEW v IS 'x'
            COMMENT ON SEQUENCE q IS 'x'
            COMMENT ON DOMAIN d IS 'x'
            COMMENT ON CONSTRAINT t_pkey ON t IS 'x'
            COMMENT ON EXTENSION plpgsql IS 'x'
            COMMENT ON COLUMN t.b IS NULL
            INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO NOTHING
            INSERT INTO t (id, c) VALUES (7, 7) ON CONFLICT (id) DO NOTHING
            SECURITY LABEL ON TABLE t IS 'x'
            DO $$ BEGIN ALTER TABLE t ALTER COLUMN a SET STATISTICS 5; END $$
            """;

    private static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public", Engines.LEDGERS);

    @TempDir
    Path files;

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = PostgresServer.shared().newDatabase();
    }

    static Stream<String> passing() throws IOException {
        try (InputStream in = OneAnswerTest.class.getResourceAsStream("/dev/schemagate/sql/forms.sql")) {
            ParsedScript forms = parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return Stream.concat(forms.statements().stream().map(s -> s.text()), MORE.lines())
                    .map(OneAnswerTest::acknowledged)
                    .filter(sql -> errors(sql).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("passing")
    void what_passes_runs(String hotfix) throws Exception {
        database.execute(BASE);
        if (hotfix.contains("ADD COLUMN")) {
            database.execute("ALTER TABLE t DROP COLUMN c");
        }
        TestGate gate = TestGate.on(database.url(), files);
        Files.writeString(files.resolve("hotfixes/0001.sql"), hotfix);

        try {
            gate.runOnce();
        } catch (GateException e) {
            // What PostgreSQL itself refuses in this database it may take in another.
            assertThat(e.code()).as(e.describe()).isEqualTo(ErrorCode.HF202);
        }
    }

    /** With a reason for each finding that takes one. */
    private static String acknowledged(String sql) {
        return errors(sql + ";").stream()
                        .filter(finding -> Rules.all().stream()
                                .anyMatch(rule ->
                                        rule.is(finding.rule()) && rule.group().acknowledgeable(ScriptKind.HOTFIX)))
                        .map(finding -> "-- gate: allow " + finding.rule() + " it has been looked at\n")
                        .distinct()
                        .collect(Collectors.joining())
                + sql + ";";
    }

    private static List<Finding> errors(String sql) {
        return Policy.judge(new Script(ScriptKind.HOTFIX, parse(sql)), CONTEXT).stream()
                .filter(Finding::isError)
                .toList();
    }

    private static ParsedScript parse(String sql) {
        return SqlParser.parse(new SourceText("0001.sql", sql));
    }
}
