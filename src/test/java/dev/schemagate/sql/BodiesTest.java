package dev.schemagate.sql;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BodiesTest {

    @Test
    void gives_inner_statements_their_place_in_the_file() {
        String sql = """
                SELECT 'ü';
                DO $do$
                BEGIN
                  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN
                    ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;
                  END IF;
                  PERFORM pg_sleep(1);
                END $do$;
                """;

        List<Statement> body = Sql.parse(sql).statements().get(1).body().statements();

        assertThat(body)
                .extracting(s -> s.range().line() + ":" + s.range().column())
                .containsExactly("4:6", "5:5", "7:3");
        Statement alter = body.get(1);
        assertThat(sql.substring(alter.range().offset(), alter.range().end())).isEqualTo(alter.text());
        assertThat(alter.effects().get(0).range().column()).isEqualTo(19);
    }

    @Test
    void maps_a_quoted_body_back() {
        String sql =
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN\n  DELETE FROM t WHERE a = ''x''; END'";

        Statement delete = Sql.one(sql).body().statements().get(0);

        assertThat(delete.text()).isEqualTo("DELETE FROM t WHERE a = 'x'");
        assertThat(delete.range().line()).isEqualTo(2);
        assertThat(delete.range().column()).isEqualTo(3);
    }

    @Test
    void a_function_body_does_not_run_with_its_definition() {
        Statement function = Sql.one("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE t'");

        assertThat(function.allEffects()).hasSize(1);
        assertThat(function.withBody()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN %s END IF;",
                "IF NOT EXISTS (SELECT FROM information_schema.table_constraints WHERE constraint_name = 'k')"
                        + " AND EXISTS (SELECT FROM pg_class WHERE relname = 't') THEN %s END IF;",
                "IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN NULL; ELSE %s END IF;",
                "BEGIN %s EXCEPTION WHEN duplicate_object THEN NULL; END;",
                "BEGIN %s EXCEPTION WHEN SQLSTATE '42710' THEN RAISE NOTICE 'there'; END;",
                "BEGIN %s EXCEPTION WHEN OTHERS THEN NULL; END;",
            })
    void knows_the_guards_of_a_constraint(String block) {
        assertThat(guarded(block).idempotent()).as(block).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN %s END IF;",
                "IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'other') THEN %s END IF;",
                "IF NOT EXISTS (SELECT 1 FROM own_table WHERE name = 'k') THEN %s END IF;",
                "IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') OR true THEN %s END IF;",
                "IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k' AND own_function()) THEN %s END IF;",
                "BEGIN %s EXCEPTION WHEN duplicate_column THEN NULL; END;",
                "BEGIN %s EXCEPTION WHEN duplicate_object THEN RAISE; END;",
                "IF current_user = 'x' THEN %s END IF;",
            })
    void is_not_taken_in_by_other_conditions(String block) {
        assertThat(guarded(block).idempotent()).as(block).isFalse();
    }

    private static Statement guarded(String block) {
        String inner = "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;";
        return Sql.one("DO $$ BEGIN " + block.formatted(inner) + " END $$");
    }

    @Test
    void opens_execute_of_a_constant() {
        assertThat(Sql.changes("DO $$ BEGIN EXECUTE 'ALTER TABLE t RENAME a TO b'; END $$"))
                .contains(new ColumnChange.Rename(QualifiedName.unqualified("t"), "a", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXECUTE 'DROP TABLE ' || 't';",
                "EXECUTE format('DROP TABLE %I', 't');",
                "FOR r IN EXECUTE 'DROP' || ' TABLE t' LOOP NULL; END LOOP;",
                "RETURN QUERY EXECUTE current_setting('x');",
                "OPEN c FOR EXECUTE current_setting('x');",
            })
    void dynamic_sql_is_unknown(String statement) {
        String body = "DECLARE r record; c refcursor; BEGIN " + statement + " END";
        Statement function =
                Sql.one("CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $body$ " + body + " $body$");

        assertThat(function.withBody().flatMap(s -> s.effects().stream()))
                .anyMatch(e -> e.change() instanceof Change.Unknown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DECLARE x int := f(); BEGIN END",
                "DECLARE x int; BEGIN x := 1 + f(); END",
                "DECLARE x int[]; BEGIN x[f()] := 1; END",
                "DECLARE c CURSOR FOR SELECT f(); BEGIN OPEN c; END",
                "BEGIN IF f() > 0 THEN NULL; END IF; END",
                "BEGIN IF true THEN NULL; ELSIF f() > 0 THEN NULL; END IF; END",
                "BEGIN CASE f() WHEN 1 THEN NULL; END CASE; END",
                "BEGIN FOR i IN 1 .. f() LOOP NULL; END LOOP; END",
                "BEGIN WHILE f() > 0 LOOP NULL; END LOOP; END",
                "BEGIN PERFORM f(); END",
                "BEGIN RAISE NOTICE '%', f(); END",
                "BEGIN ASSERT f() > 0; END",
                "BEGIN RETURN f(); END",
                "DECLARE r record; BEGIN FOR r IN SELECT f() LOOP NULL; END LOOP; END",
                "BEGIN LOOP EXIT WHEN f() > 0; END LOOP; END",
                "BEGIN NULL; EXCEPTION WHEN others THEN PERFORM f(); END",
                "DECLARE x int[]; BEGIN FOREACH x SLICE 1 IN ARRAY f() LOOP NULL; END LOOP; END",
                "DECLARE x int; BEGIN SELECT f() INTO x; END",
                "DECLARE x int; BEGIN SELECT f() INTO STRICT x FROM pg_class; END",
            })
    void sees_a_call_wherever_it_hides(String body) {
        Statement function = Sql.one("CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $body$ " + body + " $body$");

        assertThat(function.withBody().flatMap(s -> s.effects().stream()).map(Effect::change))
                .contains(new SessionChange.Call(QualifiedName.unqualified("f"), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ this is no PL/pgSQL $$",
                "DO LANGUAGE plpython3u 'pass'",
                "DO $$ BEGIN ALTER TABEL t; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELEC 1 $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN SELEC 1; END $$",
                "CREATE FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY SELEC 1; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF true THEN RETURN 1; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM a WHERE WHERE b = 1; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1 +; END $$",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ DECLARE x int := (; BEGIN END $$",
            })
    void a_body_that_cannot_be_read_is_unknown(String sql) {
        assertThat(Sql.one(sql).withBody().flatMap(s -> s.effects().stream()).map(Effect::change))
                .anyMatch(Change.Unknown.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DECLARE r record; a int[]; BEGIN a[1] := 2; r.x := 1; a[1:2] := ARRAY[1, 2]; r := row(1); END",
                "#variable_conflict use_column\nDECLARE x t.a%TYPE; y t%ROWTYPE; z ALIAS FOR $1; BEGIN z = 2; y.a := x; END",
                "DECLARE c CURSOR (k int) FOR SELECT k; BEGIN OPEN c(k := 1); MOVE NEXT FROM c; FETCH RELATIVE -1 FROM c INTO x; CLOSE c; END",
                "DECLARE n int; BEGIN GET DIAGNOSTICS n = ROW_COUNT; EXECUTE 'SELECT $1' INTO STRICT n USING 1; END",
                "BEGIN FOR i IN REVERSE 10 .. 1 BY 2 LOOP CONTINUE WHEN i = 3; END LOOP; RETURN QUERY SELECT 1; RETURN NEXT 2; END",
                "BEGIN IF count(*) > 0 FROM t WHERE a = 1 THEN RAISE EXCEPTION USING message = 'x', errcode = '22000'; END IF; END",
                "<<a>> DECLARE b text COLLATE \"C\" NOT NULL := 'x;y' || $q$ ; $q$; BEGIN a.b := CASE WHEN true THEN 'x' END; END a",
                "BEGIN INSERT INTO t VALUES (1) RETURNING a INTO x; UPDATE t SET a = 2 WHERE CURRENT OF c; CALL p(1, x); END",
                "BEGIN /* x := ; */ x := y -- :=\n + 1; PERFORM set_config('a', 'b', true); RAISE NOTICE '%', x; END",
                "BEGIN NEW.a := OLD.a; RETURN NEW; EXCEPTION WHEN SQLSTATE '22012' OR unique_violation THEN RETURN NULL; END",
            })
    void a_body_that_postgresql_accepts_is_not_malformed(String body) {
        Statement function = Sql.one(
                "CREATE FUNCTION g(p int, OUT x int, y int DEFAULT 1) LANGUAGE plpgsql AS $body$ " + body + " $body$");

        assertThat(function.withBody().flatMap(s -> s.effects().stream()).map(Effect::change))
                .noneMatch(change -> change instanceof Change.Unknown unknown && unknown.malformed());
    }
}
