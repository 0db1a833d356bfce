package dev.schemagate.policy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an index computes, against rows that were good without it. */
class IndexExpressionsTest {

    private static final String TABLE =
            "CREATE TABLE t (id serial, a int, b text, c varchar(20), j jsonb, tags text[], ts timestamp, gone boolean);";

    private static final String ROWS = """
            INSERT INTO t (a, b, c, j, tags, ts, gone) VALUES
              (NULL, NULL, NULL, NULL, NULL, NULL, NULL),
              (0, '', '', 'null', '{}', 'infinity', true),
              (-2147483648, E'\\\\', E'\\\\', '[1, {"x": null}]', '{NULL,a}', '4713-01-01 00:00 BC', false),
              (2147483647, repeat('ä', 500), '{"x', '{"x": "not a number"}', '{{a},{b}}', '294276-12-31 23:59', NULL),
              (7, 'x', 'x', '"x"', '{x}', '-infinity', true);
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(lower(b), upper(c), md5(b))",
                "((j ->> 'x')) WHERE j ->> 'x' <> ''",
                "((j #>> '{x,y}'), (j -> 'x'))",
                "(date_trunc('day', ts), (ts::date), date(ts))",
                "((extract(year FROM ts)))",
                "(((ts AT TIME ZONE 'utc')))",
                "((b || ' ' || c))",
                "(coalesce(b, ''), nullif(b, c), greatest(a, 3))",
                "(left(b, 10), right(c, -3), substr(b, 2))",
                "((CASE WHEN a IS NULL THEN 0 ELSE 1 END))",
                "(a) WHERE NOT gone AND c NOT IN ('x', 'y') AND b LIKE 'x%'",
                "(a) WHERE a BETWEEN 1 AND 5 OR b = ANY (ARRAY['x', 'y'])",
                "(a) WHERE b ~ '^x' AND length(b) > 3",
                "((tags[1]), cardinality(tags)) WHERE tags @> '{x}'",
                "USING gin (to_tsvector('english', b), jsonb_to_tsvector('english', j, '[\"all\"]'))",
                "(jsonb_typeof(j)) WHERE j @> '{\"x\": 1}' OR j ? 'x'",
            })
    void passes_what_gives_a_value_for_every_row(String index) {
        assertThat(found(index)).isEmpty();
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(TABLE + "CREATE INDEX i ON t " + index);
        assertThatCode(() -> database.execute(ROWS)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((j ->> 'x')::int))",
                "((100 / a))",
                "((a * 100000))",
                "((a + 1))",
                "(abs(a))",
                "(sqrt(a))",
                "((b::uuid))",
                "(substr(b, 1, a))",
                "(a) WHERE substr(b, 2)::int > 3",
                "(a) WHERE b LIKE c",
                "(jsonb_array_length(j))",
            })
    void refuses_what_fails_for_one(String index) {
        assertThat(found(index)).contains("HF038");
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(TABLE + "CREATE INDEX i ON t " + index);
        assertThatThrownBy(() -> database.execute(ROWS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_columns_that_fail_to_be_read() {
        assertThat(judge("ALTER TABLE t ADD COLUMN IF NOT EXISTS share int GENERATED ALWAYS AS (100 / a) VIRTUAL"))
                .contains("HF038");
    }

    private static List<String> found(String index) {
        return judge("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t " + index);
    }

    private static List<String> judge(String sql) {
        Script script = new Script(ScriptKind.HOTFIX, SqlParser.parse(new SourceText("hotfixes/1.sql", sql)));
        return Policy.judge(script, PolicyContext.of("nemo", "public", Engines.LEDGERS)).stream()
                .filter(Finding::isError)
                .map(Finding::rule)
                .toList();
    }
}
