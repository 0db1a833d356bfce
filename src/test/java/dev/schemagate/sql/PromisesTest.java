package dev.schemagate.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of functions and operators, tried on the server with ordinary, empty, huge and malformed values. */
@EveryVersion
class PromisesTest {

    /** Calls each overload with every combination of samples of its types, and tells of calls that break the promise. */
    private static final String TRIAL = """
            CREATE TABLE sample (type regtype, value text);
            INSERT INTO sample VALUES
              ('text', ''), ('text', 'a'), ('text', repeat('x', 300)), ('text', '{"a": '), ('text', E'\\\\'), ('text', '-1'),
              ('integer', '0'), ('integer', '1'), ('integer', '-2147483648'), ('integer', '2147483647'),
              ('bigint', '0'), ('bigint', '-9223372036854775808'), ('smallint', '0'), ('smallint', '-32768'),
              ('numeric', '0'), ('numeric', 'NaN'), ('numeric', '-1e100'), ('numeric', '1'),
              ('double precision', '0'), ('double precision', 'Infinity'), ('double precision', 'NaN'), ('double precision', '-1e300'),
              ('boolean', 'true'), ('boolean', 'false'), ('bytea', ''), ('bytea', 'ab'),
              ('date', 'infinity'), ('date', '2026-11-26'), ('date', '4713-01-01 BC'),
              ('timestamp', 'infinity'), ('timestamp', '2026-11-26 10:00'), ('timestamp', '294276-12-31 23:00'),
              ('timestamptz', '-infinity'), ('timestamptz', '2026-11-26 10:00+00'), ('timestamptz', '4713-01-01 00:00+00 BC'),
              ('interval', '1 day'), ('interval', '-1 mon'), ('uuid', '9c5a8d3e-1111-4222-8333-444455556666'),
              ('json', '{}'), ('json', 'null'), ('json', '[1]'), ('json', '"x"'),
              ('jsonb', '{}'), ('jsonb', 'null'), ('jsonb', '[1, {"a": null}]'), ('jsonb', '3'),
              ('text[]', '{}'), ('text[]', '{a,NULL}'), ('integer[]', '{}'), ('integer[]', '{1,2}'), ('text[]', '{{a},{b}}'),
              ('int4range', 'empty'), ('int4range', '[1,5)'), ('tsvector', 'a:1'), ('tsvector', ''), ('tsquery', 'a & b'), ('tsquery', ''),
              ('jsonpath', '$.a'), ('inet', '10.0.0.1');
            CREATE FUNCTION trial(call text, promise text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE is_null boolean;
            BEGIN
              EXECUTE 'SELECT (' || call || ') IS NULL' INTO is_null;
              RETURN CASE WHEN promise = 'value' AND is_null THEN 'is null' END;
            EXCEPTION WHEN OTHERS THEN
              RETURN CASE WHEN promise = 'calm' THEN SQLSTATE || ' ' || SQLERRM END;
            END $$;
            CREATE FUNCTION calls(names text[], operators boolean) RETURNS SETOF text LANGUAGE sql AS $$
              WITH called AS (
                SELECT proname AS name, proargtypes::oid[] AS types, pronargs AS count FROM pg_proc
                WHERE NOT operators AND pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proname = ANY (names)
                  AND provariadic = 0 AND prorettype <> 'trigger'::regtype
                UNION ALL
                SELECT oprname, ARRAY[oprleft, oprright], 2 FROM pg_operator
                WHERE operators AND oprname = ANY (names) AND oprleft <> 0 AND oprnamespace = 'pg_catalog'::regnamespace)
              SELECT CASE WHEN operators THEN format('%s %s %s', a.value, name, b.value)
                          ELSE format('%I(%s)', name, concat_ws(', ', a.value, b.value, c.value)) END
              FROM called
              LEFT JOIN LATERAL (SELECT format('%L::%s', value, type) AS value FROM sample WHERE type = types[array_lower(types, 1)]) a ON true
              LEFT JOIN LATERAL (SELECT format('%L::%s', value, type) AS value FROM sample WHERE type = types[array_lower(types, 1) + 1]) b ON true
              LEFT JOIN LATERAL (SELECT format('%L::%s', value, type) AS value FROM sample WHERE type = types[array_lower(types, 1) + 2]) c ON true
              WHERE (count < 1 OR a.value IS NOT NULL) AND (count < 2 OR b.value IS NOT NULL)
                AND (count < 3 OR c.value IS NOT NULL) AND count <= 3
            $$;
            """;

    private static TestDatabase database;

    @BeforeAll
    static void prepare() {
        database = PostgresServer.shared().newDatabase();
        database.execute(TRIAL);
    }

    @Test
    void functions_that_give_a_value_for_values_do() throws SQLException {
        assertThat(broken(NeverNull.FUNCTIONS, false, "value")).isEmpty();
    }

    @Test
    void operators_that_give_a_value_for_values_do() throws SQLException {
        assertThat(broken(NeverNull.OPERATORS, true, "value")).isEmpty();
    }

    @Test
    void functions_that_raise_nothing_do_not() throws SQLException {
        assertThat(broken(NeverFails.FUNCTIONS, false, "calm")).isEmpty();
    }

    @Test
    void operators_that_raise_nothing_do_not() throws SQLException {
        assertThat(broken(NeverFails.OPERATORS, true, "calm")).isEmpty();
    }

    private static List<String> broken(Set<String> names, boolean operators, String promise) throws SQLException {
        List<String> broken = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT call, trial(call, ?), count(*) OVER () FROM calls(?, ?) call")) {
            Array array = connection.createArrayOf("text", names.toArray());
            query.setString(1, promise);
            query.setArray(2, array);
            query.setBoolean(3, operators);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    assertThat(row.getInt(3)).as("calls that were tried").isGreaterThan(50);
                    if (row.getString(2) != null) {
                        broken.add(row.getString(1).replace("x".repeat(300), "xxx") + ": " + row.getString(2));
                    }
                }
            }
        }
        return broken.stream().limit(40).toList();
    }
}
