package dev.schemagate.sql;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.sql.RowChange.OnConflict;

import static org.assertj.core.api.Assertions.assertThat;

class QueriesTest {
    private static final QualifiedName T = QualifiedName.unqualified("t");

    @Test
    void sees_writes_inside_with() {
        List<Change> changes = Sql.changes("WITH d AS (DELETE FROM t RETURNING *), e AS (SELECT * FROM d)"
                + " INSERT INTO u SELECT * FROM e ON CONFLICT DO NOTHING");

        assertThat(changes)
                .containsExactly(
                        new RowChange.Delete(T),
                        new RowChange.Insert(
                                QualifiedName.unqualified("u"),
                                List.of(),
                                OnConflict.NOTHING,
                                List.of(),
                                true,
                                null,
                                List.of()));
    }

    @Test
    void a_with_query_hides_a_table_only_where_it_is_visible() {
        assertThat(Sql.changes("WITH t AS (SELECT * FROM t) SELECT * FROM t"))
                .containsExactly(new RowChange.Read(T, false));
        assertThat(Sql.changes("WITH RECURSIVE t AS (SELECT * FROM t) SELECT * FROM t"))
                .noneMatch(RowChange.Read.class::isInstance);
        assertThat(Sql.changes("SELECT (WITH t AS (SELECT 1) SELECT 1 FROM t), 2 FROM t"))
                .containsExactly(new RowChange.Read(T, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f()",
                "SELECT 1 WHERE EXISTS (SELECT f())",
                "SELECT CASE WHEN f() THEN 1 END",
                "SELECT * FROM f()",
                "SELECT * FROM ROWS FROM (f(), now())",
                "SELECT coalesce(NULL, f())",
                "SELECT ARRAY[f()]",
                "SELECT (f()).x",
                "SELECT x[f()] FROM pg_class",
                "SELECT count(*) FILTER (WHERE f()) OVER (ORDER BY f())",
                "VALUES (1, f())",
                "SELECT 1 LIMIT f()",
                "SELECT 1 UNION SELECT f()",
                "SELECT 1 ORDER BY f()",
                "INSERT INTO t VALUES (f())",
                "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = f()",
                "INSERT INTO t VALUES (1) RETURNING f()",
                "UPDATE t SET a = f()",
                "UPDATE t SET (a, b) = (SELECT f(), 1)",
                "DELETE FROM t USING f()",
                "MERGE INTO t USING pg_class c ON f() WHEN MATCHED THEN DO NOTHING",
                "SELECT * FROM t TABLESAMPLE system (f())",
                "SELECT * FROM pg_class JOIN LATERAL f() ON true",
                "SELECT XMLELEMENT(NAME a, f())",
                "SELECT JSON_OBJECT('a': f())",
                "COPY (SELECT f()) TO STDOUT",
                "EXPLAIN ANALYZE SELECT f()",
                "CREATE TABLE u AS SELECT f()",
                "DECLARE c CURSOR FOR SELECT f()",
                "PREPARE p AS SELECT f()",
            })
    void sees_a_call_wherever_it_hides(String sql) {
        assertThat(Sql.changes(sql)).contains(new SessionChange.Call(QualifiedName.unqualified("f"), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD c int DEFAULT f()",
                "ALTER TABLE t ALTER c SET DEFAULT f()",
                "ALTER TABLE t ADD CONSTRAINT k CHECK (f() > 0)",
                "ALTER TABLE t ALTER c TYPE int USING f()",
                "CREATE INDEX i ON t (f(a))",
                "CREATE INDEX i ON t (a) WHERE f()",
                "CREATE VIEW v AS SELECT f()",
                "CREATE POLICY p ON t USING (f())",
                "CREATE TABLE u (a int DEFAULT f())",
                "CREATE TABLE u (a int GENERATED ALWAYS AS (f()) STORED)",
                "CREATE DOMAIN d AS int CHECK (f() > VALUE)",
                "CREATE FUNCTION g(a int DEFAULT f()) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            })
    void sees_a_call_in_a_definition(String sql) {
        assertThat(Sql.changes(sql)).contains(new SessionChange.Call(QualifiedName.unqualified("f"), true));
    }

    @Test
    void functions_that_are_commands_are_read_as_such() {
        assertThat(Sql.changes("SELECT set_config('Search_Path', 's', true), pg_notify('c', 'p')"))
                .containsExactly(new SessionChange.Setting("search_path", "s", true), new SessionChange.Notify("c"));
        assertThat(Sql.changes("SELECT set_config('a' || 'b', 's', true)"))
                .containsExactly(new SessionChange.Call(QualifiedName.unqualified("set_config"), false));
    }

    @Test
    void harmless_functions_say_nothing() {
        assertThat(Sql.changes("SELECT now(), lower('X'), pg_catalog.count(*), gen_random_uuid()"))
                .isEmpty();
        assertThat(Sql.changes("SELECT public.lower('X')")).hasSize(1);
    }
}
