package dev.schemagate.policy.oracle;

import dev.schemagate.testing.Dice;

/** Everything that is not ALTER TABLE; the statements on rows are {@link RowSql}'s. */
final class OtherSql {

    private final Dice dice;
    private final Names names;
    private final RowSql rows;

    OtherSql(Dice dice) {
        this.dice = dice;
        this.names = new Names(dice);
        this.rows = new RowSql(dice);
    }

    String any() {
        return switch (dice.upTo(4)) {
            case 1 -> creates();
            case 2 -> removes();
            case 3 -> rows.any();
            default -> session();
        };
    }

    private String creates() {
        String ine = dice.of("", "IF NOT EXISTS ");
        String name = dice.of("fresh", "public.fresh", "nemo.fresh", "\"Fresh\"", "other.fresh", "pg_temp.fresh");
        return dice.of(
                "CREATE TABLE " + ine + name + " (id int)",
                "CREATE TEMP TABLE " + ine + "fresh (id int)",
                "CREATE UNLOGGED TABLE " + ine + name + " (id serial)",
                "CREATE TABLE " + ine + name + " AS SELECT * FROM orders",
                "SELECT * INTO " + name + " FROM orders",
                "CREATE TABLE " + ine + name + " PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')",
                "CREATE TABLE " + ine + name + " () INHERITS (base)",
                "CREATE VIEW " + name + " AS SELECT 1 AS a",
                "CREATE OR REPLACE VIEW user_view AS SELECT id, email, age FROM \"User\"",
                "CREATE MATERIALIZED VIEW " + ine + name + " AS SELECT 1 AS a",
                "CREATE SEQUENCE " + ine + name,
                "CREATE TYPE fresh AS ENUM ('a')",
                "CREATE DOMAIN fresh AS int",
                "CREATE SCHEMA " + ine + "fresh",
                "CREATE SCHEMA IF NOT EXISTS public",
                "CREATE SCHEMA fresh CREATE TABLE t (id int) CREATE VIEW public.v AS SELECT 1",
                "CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
                "CREATE FUNCTION fresh() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE OR REPLACE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp()",
                "CREATE RULE r AS ON INSERT TO orders DO INSTEAD NOTHING",
                "CREATE POLICY p ON orders USING (false)",
                "CREATE STATISTICS " + ine + dice.of("st1", "order_stats") + " ON total, note FROM orders",
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                "CREATE CAST (text AS mood) WITH INOUT",
                "CREATE ROLE fresh",
                "CREATE PUBLICATION p FOR ALL TABLES",
                "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION stamp()",
                "CREATE OPERATOR <<< (LEFTARG = int, RIGHTARG = int, FUNCTION = wipe)",
                "CREATE COLLATION " + ine + "c (locale = 'C')",
                "CREATE AGGREGATE public.agg (int) (SFUNC = int4pl, STYPE = int)");
    }

    private String removes() {
        String ie = dice.of("", "IF EXISTS ");
        String cascade = dice.of("", " CASCADE");
        return dice.of(
                "DROP TABLE " + ie + names.table() + cascade,
                "DROP INDEX " + ie + names.index() + cascade,
                "DROP INDEX CONCURRENTLY IF EXISTS orders_note_idx",
                "DROP VIEW " + ie + "user_view",
                "DROP TYPE " + ie + "mood CASCADE",
                "DROP SCHEMA " + ie + dice.of("nemo", "public", "other") + cascade,
                "DROP SEQUENCE " + ie + "serials",
                "DROP FUNCTION " + ie + "wipe()",
                "DROP TRIGGER " + ie + "orders_stamp ON orders",
                "DROP OWNED BY CURRENT_USER",
                "DROP STATISTICS " + ie + "order_stats",
                "DROP DOMAIN " + ie + "posint",
                "REASSIGN OWNED BY CURRENT_USER TO reader",
                "ALTER TYPE mood RENAME VALUE 'sad' TO 'glum'",
                "ALTER TYPE mood ADD VALUE 'new2'",
                "ALTER TYPE pair DROP ATTRIBUTE a",
                "ALTER TYPE pair ADD ATTRIBUTE c int",
                "ALTER TYPE mood RENAME TO moods",
                "ALTER SCHEMA other RENAME TO another",
                "ALTER VIEW user_view RENAME COLUMN email TO mail",
                "ALTER VIEW user_view ALTER COLUMN email SET DEFAULT 'x'",
                "ALTER INDEX orders_note_idx RENAME TO i7",
                "ALTER INDEX orders_note_idx SET (fillfactor = 50)",
                "ALTER SEQUENCE serials " + dice.of("RESTART", "OWNED BY orders.id", "AS smallint", "NO MAXVALUE"),
                "ALTER FUNCTION wipe() " + dice.of("RENAME TO wiped", "SECURITY DEFINER", "SET search_path = nemo"),
                "ALTER DOMAIN posint DROP CONSTRAINT posint_check",
                "ALTER DOMAIN posint ADD CONSTRAINT big CHECK (value > 10) NOT VALID",
                "ALTER DOMAIN posint SET NOT NULL",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
                "ALTER ROLE reader SET search_path = nemo",
                "ALTER MATERIALIZED VIEW order_sums RENAME TO sums",
                "ALTER STATISTICS order_stats SET STATISTICS 100",
                "COMMENT ON TABLE orders IS NULL",
                "GRANT SELECT ON orders TO reader",
                "REVOKE ALL ON orders FROM CURRENT_USER",
                "REFRESH MATERIALIZED VIEW order_sums",
                "REINDEX TABLE orders",
                "CLUSTER orders USING orders_note_idx",
                "TRUNCATE " + names.table() + cascade);
    }

    private String session() {
        return dice.of(
                "SET search_path = nemo, public",
                "SET LOCAL search_path TO 'nemo'",
                "SET ROLE reader",
                "RESET ALL",
                "SET session_replication_role = replica",
                "SET LOCAL lock_timeout = 0",
                "SET SESSION AUTHORIZATION reader",
                "DISCARD TEMP",
                "NOTIFY pgrst, 'reload schema'",
                "LISTEN x",
                "SET CONSTRAINTS ALL DEFERRED",
                "ANALYZE orders",
                "SHOW search_path",
                "SELECT 1",
                "SELECT current_setting('search_path')",
                "SAVEPOINT s",
                "SET TIME ZONE 'UTC'",
                "SECURITY LABEL ON TABLE orders IS 'x'",
                "IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public",
                "LOAD 'auto_explain'",
                "DEALLOCATE ALL",
                "CHECKPOINT",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "ALTER DATABASE postgres SET search_path = nemo",
                "ALTER EXTENSION plpgsql UPDATE",
                "ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default",
                "ALTER EVENT TRIGGER x DISABLE",
                "ALTER LARGE OBJECT 1 OWNER TO reader");
    }
}
