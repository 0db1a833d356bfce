package dev.schemagate.policy.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import dev.schemagate.testing.Dice;

/** Statements of every sort, most of them harmful, many of them dressed up. */
public final class SqlGenerator {

    private final Dice dice;
    private final TableSql tables;
    private final OtherSql others;
    private final SubtleSql subtle;

    public SqlGenerator(long seed) {
        this.dice = new Dice(seed);
        this.tables = new TableSql(dice);
        this.others = new OtherSql(dice);
        this.subtle = new SubtleSql(dice);
    }

    /** The tables that its statements are about, as SQL. */
    public static String schema() {
        return resource("schema.sql");
    }

    static String resource(String name) {
        try (InputStream in = SqlGenerator.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next one, without a semicolon. */
    public String next() {
        String sql = plain();
        for (int depth = 0; depth < 3 && dice.once(4); depth++) {
            sql = wrapped(sql, depth);
        }
        return dressed(sql);
    }

    private String plain() {
        return switch (dice.upTo(12)) {
            case 1, 2, 3 -> tables.additive();
            case 4, 5, 6 -> tables.alter();
            case 7 -> tables.index();
            case 8, 9 -> subtle.any();
            default -> others.any();
        };
    }

    private String wrapped(String sql, int depth) {
        String quote = dice.of("$$", "$b$", "$BODY$", "$x" + depth + "$");
        if (sql.contains(quote)) {
            quote = "$q" + depth + dice.upTo(99) + "$";
        }
        return dice.of("DO ", "DO LANGUAGE plpgsql ") + quote + body(sql, depth) + quote;
    }

    private String body(String sql, int depth) {
        String inner = sql.startsWith("SELECT") && dice.once(2) ? "PERFORM " + sql.substring(6) : sql;
        String text = sql.replace("'", "''");
        return switch (dice.upTo(15)) {
            case 1 -> " BEGIN " + inner + "; END ";
            case 2 ->
                " BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k1') THEN " + inner
                        + "; END IF; END ";
            case 3 ->
                " BEGIN IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'c1') THEN\n"
                        + inner + ";\nEND IF; END ";
            case 4 ->
                " BEGIN " + inner + "; EXCEPTION WHEN "
                        + dice.of("others", "duplicate_object", "duplicate_column", "SQLSTATE '42710'") + " THEN "
                        + dice.of("NULL", "RAISE NOTICE 'there'", "RAISE", "PERFORM wipe()", "DELETE FROM orders")
                        + "; END ";
            case 5 ->
                " DECLARE r record; BEGIN FOR r IN SELECT * FROM pg_tables WHERE tablename = 'orders' LOOP " + inner
                        + "; END LOOP; END ";
            case 6 -> " BEGIN EXECUTE '" + text + "'; END ";
            case 7 -> " BEGIN EXECUTE format('%s', '" + text + "'); END ";
            case 8 -> " DECLARE s text := '" + text + "'; BEGIN EXECUTE s; END ";
            case 9 -> " << outer_block >> BEGIN BEGIN /* in */ " + inner + "; -- done\n END; END ";
            case 10 ->
                " BEGIN IF "
                        + dice.of(
                                "true",
                                "1 = 1",
                                "wipe() > 0",
                                "EXISTS (SELECT wipe())",
                                "EXISTS (SELECT 1 FROM trap)",
                                "current_user = 'postgres'")
                        + " THEN " + inner + "; ELSE NULL; END IF; END ";
            case 11 -> " BEGIN CASE WHEN true THEN " + inner + "; ELSE NULL; END CASE; END ";
            case 12 -> " DECLARE n int := " + dice.of("wipe()", "1", "(SELECT wipe())") + "; BEGIN " + inner + "; END ";
            case 13 -> " DECLARE n int; BEGIN n := " + dice.of("wipe()", "1") + "; " + inner + "; RETURN; END ";
            case 14 ->
                " BEGIN " + inner + "; "
                        + dice.of(
                                "COMMIT",
                                "RAISE NOTICE '%', wipe()",
                                "ASSERT wipe() > 0",
                                "PERFORM wipe()",
                                "NULL",
                                "GET DIAGNOSTICS n = ROW_COUNT")
                        + "; END ";
            default -> " BEGIN IF to_regclass('public.nothing') IS NULL THEN " + inner + "; END IF; END ";
        };
    }

    private String dressed(String sql) {
        return switch (dice.upTo(12)) {
            case 1 -> "-- DROP TABLE orders\n" + sql;
            case 2 -> "/* ' $$ /* nested */ */ " + sql;
            case 3 -> sql.startsWith("ALTER TABLE") ? "alter\ttable" + sql.substring(11) : sql;
            case 4 -> sql + " -- DROP";
            case 5 -> sql + ";\n";
            case 6 -> ";;" + sql;
            default -> sql;
        };
    }
}
