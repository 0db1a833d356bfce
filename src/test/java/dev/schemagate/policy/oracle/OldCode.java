package dev.schemagate.policy.oracle;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Statements of code that knows only the old schema: what each gives before a change, and whether it still does after. */
final class OldCode {

    private static final int SHOWN = 120;

    /** How an entry begins that tells of a statement of old code. */
    static final String NOTICES = "old code: ";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes back whatever each statement did, by raising its result as an error. */
    private static final String RUNNER = """
            CREATE SCHEMA old_code;
            CREATE FUNCTION old_code.run(statements text[]) RETURNS SETOF text LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
            DECLARE statement text; result text; line record;
            BEGIN
                FOREACH statement IN ARRAY statements LOOP
                    BEGIN
                        IF statement LIKE 'EXECUTE %' THEN
                            EXECUTE statement INTO line;
                            result := json_build_array(row_to_json(line));
                        ELSE
                            EXECUTE 'WITH q AS (' || statement || ') SELECT json_agg(row_to_json(q)) FROM q' INTO result;
                        END IF;
                        SET CONSTRAINTS ALL IMMEDIATE;
                        RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = coalesce(result, '[]');
                    EXCEPTION WHEN OTHERS THEN
                        RETURN NEXT CASE SQLSTATE WHEN 'ZZ001' THEN SQLERRM ELSE SQLSTATE END;
                    END;
                END LOOP;
            END $$
            """;

    private static final String PREPARE = """
            DEALLOCATE ALL;
            PREPARE old_named AS SELECT id, note, total FROM public.orders ORDER BY id;
            PREPARE old_star AS SELECT * FROM public.orders ORDER BY id;
            PREPARE old_insert(text) AS INSERT INTO public.orders (note) VALUES ($1) RETURNING note;
            PREPARE old_update(text) AS UPDATE public.entry SET t = $1 WHERE id = 1 RETURNING t
            """;

    /** The one thing that a new column does to old code: its prepared SELECT * fails once (0A000). */
    private static final String STAR = "EXECUTE old_star";

    private final String home;
    private final List<String> statements;
    private final List<String> before;

    /**
     * Sees what the statements give now.
     *
     * @param home the schema that has the tables: {@code public}, or {@code nemo} where the two have changed places
     */
    OldCode(Connection connection, String home) throws SQLException {
        this.home = home;
        this.statements = statements(home);
        prepare(connection);
        this.before = answers(connection);
    }

    /** The schema with what runs the statements. */
    static String schema(String home) {
        String schema = SqlGenerator.schema() + RUNNER;
        return home.equals("public")
                ? schema
                : "CREATE SCHEMA nemo; SET search_path = nemo;"
                        + in(home, schema.replace("CREATE SCHEMA nemo;", "")).replace("= public,", "= nemo,");
    }

    private static String in(String home, String sql) {
        return home.equals("public")
                ? sql
                : sql.replace("public.", "home.").replace("nemo.", "public.").replace("home.", "nemo.");
    }

    /** Prepares what old code has prepared before the change comes. */
    void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(in(home, PREPARE));
        }
    }

    /** The statements that give something else now. */
    List<String> differences(Connection connection) throws SQLException {
        List<String> after = answers(connection);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String statement = statements.get(i);
            if (!goesOn(before.get(i), after.get(i))
                    && !(statement.equals(STAR) && after.get(i).equals("0A000"))) {
                differences.add(NOTICES + statement + ": " + cut(before.get(i)) + " -> " + cut(after.get(i)));
            }
        }
        return differences;
    }

    private static String cut(String answer) {
        return answer.length() <= SHOWN ? answer : answer.substring(0, SHOWN) + "…";
    }

    /** Whether old code would not notice; what failed may succeed. */
    private static boolean goesOn(String before, String after) {
        if (before.equals(after)) {
            return true;
        }
        boolean failed = !before.startsWith("[");
        boolean fails = !after.startsWith("[");
        return failed ? !fails : !fails && holds(rows(after, before), rows(before, before));
    }

    /** Rows may have been added, by a hotfix that fills in what is missing. */
    private static boolean holds(List<String> rows, List<String> wanted) {
        return wanted.stream().allMatch(rows::remove);
    }

    /** The rows, with as many columns as those of {@code like} have. */
    private static List<String> rows(String rows, String like) {
        try {
            JsonNode first = JSON.readTree(like).path(0);
            List<String> found = new ArrayList<>();
            for (JsonNode row : JSON.readTree(rows)) {
                StringBuilder line = new StringBuilder();
                Iterator<String> names = row.fieldNames();
                for (int i = 0; i < first.size() && names.hasNext(); i++) {
                    String name = names.next();
                    line.append(name).append('=').append(row.path(name)).append(' ');
                }
                found.add(line.toString());
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> answers(Connection connection) throws SQLException {
        try (PreparedStatement run = connection.prepareStatement("SELECT * FROM old_code.run(?)")) {
            run.setArray(1, connection.createArrayOf("text", statements.toArray()));
            try (ResultSet row = run.executeQuery()) {
                List<String> answers = new ArrayList<>();
                while (row.next()) {
                    answers.add(row.getString(1));
                }
                return answers;
            }
        }
    }

    private static List<String> statements(String home) {
        return SqlGenerator.resource("old-code.sql")
                .lines()
                .filter(line -> !line.startsWith("--"))
                .flatMap(line -> line.contains(" | ") ? ofColumn(line.split(" *\\| *", 4)) : Stream.of(line))
                .map(statement -> in(home, statement))
                .toList();
    }

    private static Stream<String> ofColumn(String[] parts) {
        String table = parts[0];
        String column = parts[2];
        String key = parts[1].isEmpty() ? "" : parts[1].split(" = ")[0];
        String value = parts[1].isEmpty() ? "" : parts[1].split(" = ")[1];
        return Stream.of(parts[3].split(" ; "))
                .flatMap(v -> Stream.of(
                        "INSERT INTO " + table + " (" + (key.isEmpty() ? "" : key + ", ") + column + ") VALUES ("
                                + (key.isEmpty() ? "" : value + ", ") + v + ") RETURNING " + column,
                        "UPDATE " + table + " SET " + column + " = " + v + " RETURNING " + column,
                        key.isEmpty() || key.equals("at")
                                ? "SELECT " + column + " FROM " + table + " WHERE " + column + " = " + v
                                : "INSERT INTO " + table + " (" + key + ", " + column + ") VALUES (" + value + ", " + v
                                        + ") ON CONFLICT (" + key + ") DO UPDATE SET " + column + " = EXCLUDED."
                                        + column
                                        + " RETURNING " + column));
    }
}
