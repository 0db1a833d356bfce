package dev.schemagate.policy.oracle;

import dev.schemagate.testing.Dice;

/** Spellings of names of the scratch schema, and of new ones. */
final class Names {

    private final Dice dice;

    Names(Dice dice) {
        this.dice = dice;
    }

    /** Most often a plain table of the foreign schema. */
    String table() {
        if (dice.once(8)) {
            return dice.of(
                    "nemo.users",
                    "other.things",
                    "_prisma_migrations",
                    "public._prisma_migrations",
                    "user_view",
                    "order_sums",
                    "logs",
                    "logs_old",
                    "base",
                    "child",
                    "trap",
                    "pg_class",
                    "pg_catalog.pg_class",
                    "missing",
                    "nemo.missing",
                    "User",
                    "pg_temp.orders",
                    "information_schema.tables",
                    "spare",
                    "mood",
                    "serials",
                    "\"orders_note_idx\"");
        }
        return schema()
                + dice.of("\"User\"", "\"Tax\"", "orders", "ORDERS", "\"orders\"", "U&\"\\006frders\"", "Orders");
    }

    private String schema() {
        return dice.of("", "", "", "public.", "public.", "\"public\".", "PUBLIC.", "public . ", "nemo.", "/*nemo.*/");
    }

    String column() {
        return dice.of(
                "id",
                "email",
                "age",
                "\"mixedCase\"",
                "feeling",
                "name",
                "rate",
                "owner",
                "net",
                "user_id",
                "total",
                "note",
                "placed",
                "data",
                "legacy_name",
                "c1",
                "\"C2\"");
    }

    String fresh() {
        return dice.of(
                "c1",
                "\"C2\"",
                "c3",
                "\"new col\"",
                "\"quo\"\"te\"",
                "ü1",
                "\"select\"",
                "c_" + dice.upTo(99),
                "note",
                "email",
                "\"Email\"",
                "a_name_so_long_that_the_server_cuts_it_off_after_sixty_three_bytes_of_it");
    }

    String index() {
        return dice.of("i1", "\"I2\"", "i_" + dice.upTo(99), "orders_note_idx", "public.i3");
    }

    String constraint() {
        return dice.of("k1", "\"K2\"", "k_" + dice.upTo(99), "rate_sane", "orders_user_id_fkey", "\"Tax_name_key\"");
    }

    String type() {
        return dice.of(
                "int",
                "text",
                "text[]",
                "varchar(10)",
                "varchar",
                "numeric(10,2)",
                "boolean",
                "jsonb",
                "timestamptz",
                "timestamp(3)",
                "timestamp(3) with time zone",
                "double precision",
                "uuid",
                "mood",
                "public.mood",
                "date",
                "bytea",
                "int[3]",
                "interval day to second",
                "\"char\"",
                "bit varying(4)",
                "serial",
                "bigserial",
                "posint",
                "pair",
                "smallint",
                "pg_catalog.int4",
                "name",
                "oid",
                "xml",
                "int4range",
                "regclass");
    }

    String value() {
        return dice.of(
                "0",
                "1",
                "'x'",
                "''",
                "now()",
                "CURRENT_TIMESTAMP",
                "true",
                "false",
                "'{}'::jsonb",
                "'{}'",
                "ARRAY[]::text[]",
                "NULL",
                "(NULL)",
                "NULL::text",
                "gen_random_uuid()",
                "random()",
                "clock_timestamp()",
                "wipe()",
                "public.wipe(1)",
                "nextval('serials')",
                "lower('A')",
                "1 + 1",
                "'a' || 'b'",
                "'ok'::mood",
                "(SELECT 1)",
                "nullif(1, 1)",
                "CAST(NULL AS int)",
                "coalesce(NULL, NULL)",
                "$$x$$",
                "E'a\\nb'",
                "U&'\\0061'",
                "-1",
                "1.5e3",
                "CAST('1' AS int)",
                "1 === 2",
                "'ok'::mood",
                "B'1'",
                "X'1F'",
                "DATE '2020-01-01'",
                "'1'::int::text",
                "CASE WHEN true THEN NULL ELSE 1 END",
                "localtimestamp(3)");
    }
}
