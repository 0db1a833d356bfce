package dev.schemagate.policy.oracle;

import dev.schemagate.testing.Dice;

/** Statements that read or write rows, or call functions that do. */
final class RowSql {

    private final Dice dice;

    RowSql(Dice dice) {
        this.dice = dice;
    }

    String any() {
        String conflict = dice.of(
                "",
                " ON CONFLICT DO NOTHING",
                " ON CONFLICT (id) DO NOTHING",
                " ON CONFLICT (id) DO UPDATE SET note = 'z'");
        return dice.of(
                "INSERT INTO orders (note) VALUES ('new')" + conflict,
                "INSERT INTO orders (id, note) VALUES ("
                        + dice.of("77", "78, 'x'), (79", "random()::int", "(SELECT max(id) + 1 FROM orders)")
                        + ", 'new')" + conflict,
                "INSERT INTO \"User\" (id, email) VALUES ('" + dice.of("u1", "u9") + "', 'x@example.org')" + conflict,
                "INSERT INTO nemo.users (id) VALUES (5)" + conflict,
                "INSERT INTO _prisma_migrations (id) VALUES ('m9')" + conflict,
                "INSERT INTO orders SELECT * FROM orders" + conflict,
                "INSERT INTO orders (id, total) VALUES (80, wipe())" + conflict,
                "UPDATE orders SET note = 'changed'",
                "UPDATE ONLY \"User\" AS u SET email = 'z' FROM orders",
                "DELETE FROM orders USING \"Tax\"",
                "MERGE INTO orders o USING \"Tax\" t ON o.id = t.id WHEN MATCHED THEN DELETE",
                "MERGE INTO orders o USING \"Tax\" t ON false WHEN NOT MATCHED THEN INSERT (id) VALUES (t.id + 500)",
                "WITH gone AS (DELETE FROM orders RETURNING *) SELECT count(*) FROM gone",
                "WITH RECURSIVE n AS (SELECT 1 UNION SELECT 2), u AS (UPDATE orders SET note = 'q' RETURNING id) SELECT 1 FROM n",
                "SELECT "
                        + dice.of(
                                "wipe()",
                                "public.wipe(1)",
                                "\"wipe\"()",
                                "1 === 2",
                                "1 OPERATOR(public.===) 2",
                                "other.harmless()"),
                "SELECT * FROM "
                        + dice.of(
                                "trap",
                                "wipe()",
                                "orders",
                                "public.user_view",
                                "LATERAL (SELECT wipe()) x",
                                "pg_class",
                                "ROWS FROM (wipe()) AS w"),
                "SELECT 1 FROM orders WHERE EXISTS (SELECT wipe()) ORDER BY wipe() LIMIT wipe()",
                "SELECT count(*) FILTER (WHERE wipe() > 0) OVER (ORDER BY wipe()) FROM orders",
                "VALUES (wipe())",
                "TABLE trap",
                "CALL sweep()",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "EXPLAIN DELETE FROM orders",
                "SELECT setval('serials', 50)",
                "SELECT query_to_xml('SELECT wipe()', true, true, '')",
                "SELECT set_config('search_path', 'nemo', false)",
                "SELECT set_config('role', 'reader', " + dice.of("true", "false") + ")",
                "SELECT pg_catalog.set_config('session_replication_role', 'replica', true)",
                "SELECT lo_create(0)",
                "SELECT ts_stat('SELECT to_tsvector(wipe()::text)')",
                "SELECT pg_advisory_lock(1)",
                "SELECT * FROM orders FOR UPDATE",
                "SELECT nextval('serials')",
                "SELECT pg_notify('pgrst', 'reload schema')",
                "COPY orders (note) FROM PROGRAM 'echo x'",
                "COPY (SELECT wipe()) TO STDOUT",
                "COPY (DELETE FROM orders RETURNING 1) TO PROGRAM 'cat'",
                "LOCK TABLE orders",
                "DECLARE c CURSOR FOR SELECT wipe()",
                "PREPARE p AS DELETE FROM orders");
    }
}
