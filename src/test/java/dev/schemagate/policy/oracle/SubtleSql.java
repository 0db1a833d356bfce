package dev.schemagate.policy.oracle;

import dev.schemagate.testing.Dice;

/** Statements that look additive: what they attach to the writes of old code shows only when old code writes. */
final class SubtleSql {

    private final Dice dice;

    SubtleSql(Dice dice) {
        this.dice = dice;
    }

    String any() {
        return switch (dice.upTo(6)) {
            case 1, 2 -> index();
            case 3 -> reference();
            case 4 -> insert();
            case 5 -> call();
            default -> guarded();
        };
    }

    /** An expression that fails for a row of old code, or cannot. */
    private String expression() {
        return dice.of(
                "(j ->> 'x')::int",
                "100 / a",
                "a * 100000",
                "a + 1",
                "t::int",
                "t::numeric",
                "t::jsonb",
                "substr(t, 1, 1)::int",
                "ln(a)",
                "sqrt(a)",
                "chr(a)",
                "repeat('x', a)",
                "tags[1]",
                "array_length(tags, 1)",
                "lower(t)",
                "lower(m)",
                "upper(vc)",
                "coalesce(t, '')",
                "t || vc",
                "length(t)",
                "left(t, 10)",
                "split_part(t, ',', a)",
                "m::int",
                "m + 1",
                "decode(t, 'hex')",
                "to_date(t, 'YYYY')",
                "regexp_replace(t, vc, '')",
                "jsonb_array_length(j)",
                "j -> 'x'",
                "j #>> '{x}'",
                "(j ->> 'x')::uuid",
                "a::smallint",
                "abs(a)",
                "md5(t)",
                "b % a",
                "a <> b",
                "CASE WHEN a > 0 THEN 10 / a END",
                "date_part('year', ts)",
                "ts AT TIME ZONE 'UTC'",
                "timezone(t, ts)",
                "width_bucket(a, 0, 10, b)");
    }

    private String index() {
        String key = dice.once(3) ? dice.of("t", "a", "vc") : "(" + expression() + ")";
        String where = dice.once(3)
                ? " WHERE " + dice.of(expression() + " IS NOT NULL", "t::int > 3", "a > 0", "100 / a > 1")
                : "";
        return "CREATE INDEX CONCURRENTLY IF NOT EXISTS subtle_" + dice.upTo(9) + " ON entry "
                + dice.of("", "USING btree ", "USING hash ") + "(" + key + ")" + where;
    }

    private String reference() {
        return "ALTER TABLE " + dice.of("entry", "orders", "logs", "\"Tax\"") + " ADD COLUMN IF NOT EXISTS c1 "
                + dice.of(
                        "text REFERENCES \"User\" (id)", "int REFERENCES entry (id)", "text REFERENCES \"User\"", "int")
                + dice.of("", "", " ON DELETE CASCADE", " ON DELETE SET NULL", " DEFERRABLE INITIALLY DEFERRED")
                + dice.of("", " DEFAULT NULL", " CHECK (true)");
    }

    private String insert() {
        String key = dice.of(
                "DEFAULT", "NULL", "70", "1", "nextval('entry_id_seq')", "(SELECT max(id) FROM entry)", "1 + 69");
        return "INSERT INTO entry (id, t) VALUES (" + key + ", 'new')"
                + dice.of(
                        " ON CONFLICT (id) DO NOTHING",
                        " ON CONFLICT (id) DO NOTHING",
                        " ON CONFLICT DO NOTHING",
                        " ON CONFLICT ON CONSTRAINT entry_pkey DO NOTHING",
                        " ON CONFLICT (id) WHERE a > 0 DO NOTHING");
    }

    /** Code of users that is reached without a call of its name. */
    private String call() {
        return dice.of(
                "SELECT 'ok'::mood::int",
                "SELECT CAST('ok'::public.mood AS int)",
                "SELECT 'ok'::mood + 1",
                "SELECT 1 OPERATOR(public.===) 2",
                "SELECT lower('ok'::mood)",
                "SELECT '1'::trapped",
                "SELECT CAST('1' AS public.trapped)",
                "SELECT '{1}'::trapped[]",
                "SELECT * FROM pg_trap",
                "SELECT 1 WHERE EXISTS (SELECT FROM pg_trap)",
                "ALTER TABLE orders ADD COLUMN IF NOT EXISTS c1 int DEFAULT ('ok'::mood + 1)",
                "ALTER TABLE orders ADD COLUMN IF NOT EXISTS c1 int DEFAULT ('ok'::mood::int)",
                "ALTER TABLE orders ADD COLUMN IF NOT EXISTS c1 text DEFAULT lower('ok'::mood)",
                "DO $$ DECLARE x public.trapped := 1; BEGIN NULL; END $$",
                "DO $$ DECLARE x text := lower('ok'::mood); BEGIN NULL; END $$",
                "DO $$ BEGIN IF 'ok'::mood + 1 > 0 THEN NULL; END IF; END $$",
                "DO $$ DECLARE x int; BEGIN x := 'ok'::mood; END $$",
                "INSERT INTO entry (id, t) VALUES (70, lower('ok'::mood)) ON CONFLICT (id) DO NOTHING");
    }

    /** A condition that may hold, or not, for another reason than that the object is missing. */
    private String guarded() {
        String what = dice.of(
                "table_schema = 'public' AND table_name = 'orders' AND column_name = 'c1'",
                "table_schema = 'public' AND table_name = 'orders' AND column_name = 'note_size'",
                "table_schema = 'public' AND table_name = 'orders' AND column_name LIKE 'c1%'",
                "table_schema = 'public' AND table_name = 'orders' AND column_name = 'c1' AND data_type = 'text'",
                "table_name = 'orders' AND column_name = 'c1' OR true",
                "table_schema = 'nemo' AND table_name = 'orders' AND column_name = 'c1'",
                "table_schema = 'public' AND table_name = 'Orders' AND column_name = 'c1'");
        return "DO $$ BEGIN IF "
                + dice.of("NOT EXISTS (SELECT 1 FROM ", "NOT EXISTS (SELECT FROM ", "0 = (SELECT count(*) FROM ")
                + "information_schema.columns WHERE " + what + ") THEN ALTER TABLE orders ADD COLUMN "
                + dice.of("c1 text", "size int", "c1 int DEFAULT 1") + "; END IF; END $$";
    }
}
