package dev.schemagate.sql;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.sql.Usage.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Which statements, and which bodies of functions, use {@code nemo.users.legacy}. */
class UsageTest {

    private static final Usage COLUMN = new Usage(new QualifiedName("nemo", "users"), "legacy");
    private static final Usage TABLE = new Usage(new QualifiedName("nemo", "users"), null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "YES | SELECT id, legacy FROM nemo.users WHERE id = $1",
                "YES | SELECT u.legacy FROM users u",
                "YES | SELECT id FROM nemo.users WHERE lower(\"legacy\") = $1",
                "YES | SELECT count(*) FROM nemo.users GROUP BY legacy ORDER BY 1",
                "YES | SELECT q.legacy FROM (SELECT * FROM nemo.users) q",
                "YES | WITH w AS (SELECT legacy FROM nemo.users) SELECT 1 FROM w",
                "YES | UPDATE nemo.users SET legacy = $1",
                "YES | INSERT INTO nemo.users (id, legacy) VALUES ($1, $2)",
                "YES | INSERT INTO nemo.users (id) VALUES ($1) RETURNING legacy",
                "YES | INSERT INTO nemo.users (id) VALUES ($1) ON CONFLICT (legacy) DO NOTHING",
                "YES | DELETE FROM nemo.users WHERE legacy IS NULL",
                "YES | MERGE INTO nemo.users u USING v ON u.id = v.id WHEN MATCHED THEN UPDATE SET legacy = 1",
                "YES | COPY nemo.users (id, legacy) TO STDOUT",
                "YES | SELECT 1 FROM nemo.users JOIN nemo.other USING (legacy)",
                "YES | SELECT (u).legacy FROM nemo.users u",
                "YES | DECLARE c CURSOR FOR SELECT legacy FROM nemo.users",
                "YES | EXPLAIN SELECT legacy FROM nemo.users",
                "YES | BEGIN; SELECT legacy FROM nemo.users",
                "NO | SELECT * FROM nemo.users",
                "NO | SELECT id FROM nemo.users -- legacy",
                "NO | SELECT id AS legacy FROM nemo.users",
                "NO | SELECT id FROM nemo.users WHERE name = 'legacy'",
                "NO | SELECT \"Legacy\" FROM nemo.users",
                "NO | SELECT legacy FROM nemo.other",
                "NO | SELECT legacy FROM other.users",
                "NO | SELECT o.legacy FROM nemo.users u JOIN nemo.other o ON o.id = u.id",
                "NO | SELECT q.legacy FROM (SELECT id AS legacy FROM nemo.users) q",
                "NO | ALTER TABLE nemo.users DROP COLUMN legacy",
                "NO | BEGIN; SELECT id FROM nemo.users",
                "NO | SELECT legacy FROM",
                "UNCLEAR | SELECT id, legacy FROM nemo.users WHERE id IN (1, 2, 3",
                "UNCLEAR | SELECT r.legacy FROM nemo.users u, json_to_recordset($1) AS r (legacy text)",
            })
    void of_a_column(Answer answer, String statement) {
        assertThat(COLUMN.in(statement)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "YES | SELECT 1 FROM nemo.users",
                "YES | TRUNCATE a; DELETE FROM users",
                "NO | SELECT users FROM nemo.other",
                "NO | SELECT 1 FROM public.users",
                "NO | VACUUM nemo.users",
                "UNCLEAR | SELECT 1 FROM nemo.users WHERE (",
            })
    void of_a_relation(Answer answer, String statement) {
        assertThat(TABLE.in(statement)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "YES | plpgsql | BEGIN RETURN (SELECT legacy FROM nemo.users LIMIT 1); END",
                "YES | plpgsql | DECLARE x text; BEGIN SELECT legacy INTO x FROM nemo.users; RETURN x; END",
                "YES | plpgsql | DECLARE x text; BEGIN x := (SELECT max(legacy) FROM users); RETURN x; END",
                "YES | plpgsql | DECLARE r record; BEGIN FOR r IN SELECT id FROM nemo.users WHERE legacy > 'a' LOOP NULL; END LOOP; END",
                "YES | sql | SELECT 1; SELECT legacy FROM nemo.users",
                "UNCLEAR | plpgsql | DECLARE r record; BEGIN SELECT * INTO r FROM nemo.users; RETURN r.legacy; END",
                "UNCLEAR | plpgsql | BEGIN EXECUTE 'SELECT legacy FROM nemo.users'; END",
                "UNCLEAR | plpgsql | DECLARE r nemo.users; BEGIN r.legacy := 'x'; RETURN r.name; END",
                "UNCLEAR | plperl | return spi_query('SELECT legacy FROM nemo.users')",
                "NO | plpgsql | BEGIN /* legacy */ RETURN (SELECT name FROM nemo.users LIMIT 1); END",
                "NO | plpgsql | BEGIN RETURN (SELECT legacy FROM nemo.other LIMIT 1); END",
                "NO | plpgsql | DECLARE r record; BEGIN SELECT * INTO r FROM nemo.other; RETURN r.legacy; END",
                "NO | sql | SELECT legacy FROM nemo.other",
            })
    void of_a_column_in_a_body(Answer answer, String language, String body) {
        assertThat(routine(language, body, false).of(COLUMN)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"UNCLEAR, true", "NO, false"})
    void a_row_of_a_trigger_is_one_of_its_table(Answer answer, boolean triggered) {
        assertThat(routine("plpgsql", "BEGIN NEW.legacy := 'x'; RETURN NEW; END", triggered)
                        .of(COLUMN))
                .isEqualTo(answer);
    }

    private static RoutineUsage routine(String language, String body, boolean triggered) {
        String definition = "CREATE FUNCTION nemo.f() RETURNS " + (body.contains("NEW") ? "trigger" : "text")
                + " LANGUAGE " + language + " AS $f$" + body + "$f$";
        return new RoutineUsage(language, body, definition, triggered);
    }
}
