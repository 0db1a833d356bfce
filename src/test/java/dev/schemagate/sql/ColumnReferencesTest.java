package dev.schemagate.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ColumnReferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT o.x FROM orders o WHERE o.id = $1 | o.x | orders",
                "SELECT \"public\".\"T\".\"x\" FROM \"public\".\"T\" | T.x | public.\"T\"",
                "SELECT nemo.run.x FROM nemo.run JOIN s.other ON true | run.x | nemo.run",
                "SELECT x FROM a | x | a",
                "SELECT x FROM a JOIN s.b b2 USING (id) | x | a s.b",
                "SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.id = a.x) | a.x | a",
                "SELECT q.x FROM (SELECT * FROM t) q | q.x | t",
                "SELECT q.x FROM (SELECT u.*, 1 FROM t, u) q | q.x | u",
                "SELECT q.x FROM (SELECT a FROM t) q | q.x | ``",
                "WITH w AS (SELECT * FROM t) SELECT w.x FROM w | w.x | t",
                "WITH w AS (SELECT t.x FROM t) SELECT * FROM w | t.x | t",
                "INSERT INTO s.t (a, x) SELECT 1, 2 FROM u | x | s.t",
                "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET x = 1 | x | t",
                "UPDATE t SET x = 1 FROM u WHERE t.id = u.id | x | t",
                "UPDATE t AS n SET a = n.x | n.x | t",
                "DELETE FROM t USING u WHERE u.x = 1 | u.x | u",
                "MERGE INTO t USING u ON t.id = u.x WHEN MATCHED THEN UPDATE SET a = 1 | u.x | u",
                "SELECT 1 UNION SELECT t.x FROM t | t.x | t",
                "SELECT o.x FRM broken | o.x | ``",
            })
    void finds_the_table(String statement, String name, String tables) {
        String found = ColumnReferences.resolve(statement, name, 0).stream()
                .map(c -> c.table().sql())
                .reduce((a, b) -> a + " " + b)
                .orElse("");

        assertThat(found).isEqualTo(tables);
    }

    @Test
    void the_cursor_chooses_among_equal_names() {
        String statement = "SELECT 'ü', (SELECT x FROM a), (SELECT x FROM b)";
        int second = statement.lastIndexOf('x') + 1;

        assertThat(ColumnReferences.resolve(statement, "x", second))
                .containsExactly(new ColumnReferences.Candidate(QualifiedName.unqualified("b"), "x"));
    }
}
