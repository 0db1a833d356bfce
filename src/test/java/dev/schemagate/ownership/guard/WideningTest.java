package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnType;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** The program's own knowledge of what a wider type is, against the guard's in the server. */
@EveryVersion
class WideningTest {

    private static final List<String> TYPES = List.of(
            "smallint",
            "int",
            "bigint",
            "numeric",
            "decimal(10)",
            "numeric(10,2)",
            "numeric(12,2)",
            "numeric(12,4)",
            "real",
            "float8",
            "text",
            "varchar",
            "varchar(5)",
            "varchar(9)",
            "char",
            "char(9)",
            "bpchar",
            "name",
            "\"char\"",
            "bit",
            "bit(3)",
            "varbit",
            "varbit(3)",
            "varbit(7)",
            "timestamp",
            "timestamp(3)",
            "timestamp(6)",
            "timestamptz",
            "timestamptz(3)",
            "timestamptz(6)",
            "time",
            "time(3)",
            "time(6)",
            "timetz(3)",
            "timetz",
            "date",
            "interval",
            "interval(3)",
            "interval day to second",
            "uuid",
            "json",
            "jsonb",
            "bool",
            "int[]",
            "bigint[]",
            "varchar(5)[]",
            "varchar(9)[]",
            "varchar[]",
            "text[]",
            "numeric(10,2)[]",
            "timestamp(3)[]",
            "timestamp[]",
            "timestamp(6)[]",
            "interval[]",
            "interval(3)[]",
            "oid",
            "money",
            "bytea",
            "inet",
            "xml");

    private static final String PAIRS = """
            SELECT format_type(o.atttypid, o.atttypmod), format_type(n.atttypid, n.atttypmod), o.attnum - 1, n.attnum - 1,
                schema_gate_guard.widens(o.atttypid, o.atttypmod, n.atttypid, n.atttypmod),
                (o.atttypid, o.atttypmod) = (n.atttypid, n.atttypmod)
            FROM pg_attribute o JOIN pg_attribute n ON n.attrelid = o.attrelid AND n.attnum > 0
            WHERE o.attrelid = 'pg_temp.every'::regclass AND o.attnum > 0
            """;

    @Test
    void is_the_same_in_both() throws Exception {
        List<String> different = new ArrayList<>();
        int compared = 0;
        try (Connection session = GuardedDatabase.create().database().connect();
                Statement statement = session.createStatement()) {
            List<String> columns = new ArrayList<>();
            for (String type : TYPES) {
                columns.add("c" + columns.size() + " " + type);
            }
            statement.execute("CREATE TEMP TABLE every (" + String.join(", ", columns) + ")");
            ResultSet row = statement.executeQuery(PAIRS);
            while (row.next()) {
                compared++;
                ColumnType old = ColumnType.of(row.getString(1));
                ColumnType printed = ColumnType.of(row.getString(2));
                ColumnType written = written(TYPES.get(row.getInt(4)));
                boolean widens = row.getBoolean(5);
                if (printed.holds(old) != widens
                        || written.holds(old) != widens
                        || written.equals(old) != row.getBoolean(6)) {
                    different.add(row.getString(1) + " to " + TYPES.get(row.getInt(4)) + ": " + widens);
                }
            }
        }
        assertThat(compared).isEqualTo(TYPES.size() * TYPES.size());
        assertThat(different).isEmpty();
    }

    private static ColumnType written(String type) {
        return SqlParser.parse(new SourceText("a.sql", "ALTER TABLE t ALTER c TYPE " + type))
                .statements()
                .get(0)
                .allEffects()
                .map(effect -> ((ColumnChange.Retype) effect.change()).type().canonical())
                .map(ColumnType::of)
                .findFirst()
                .orElseThrow();
    }
}
