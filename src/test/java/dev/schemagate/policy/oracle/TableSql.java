package dev.schemagate.policy.oracle;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.schemagate.testing.Dice;

/** ALTER TABLE in all its forms, and indexes. */
final class TableSql {

    private final Dice dice;
    private final Names names;

    TableSql(Dice dice) {
        this.dice = dice;
        this.names = new Names(dice);
    }

    String additive() {
        return switch (dice.upTo(9)) {
            case 1, 2, 3, 4 ->
                "ALTER TABLE " + ifExists() + names.table() + " ADD COLUMN IF NOT EXISTS " + names.fresh() + " "
                        + names.type()
                        + dice.of(
                                "", "", "", " DEFAULT " + names.value(), " NOT NULL DEFAULT " + names.value(), " NULL");
            case 5, 6 ->
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + names.index().replace("public.", "") + " ON "
                        + names.table() + " (" + key() + ")"
                        + dice.of("", "", " WHERE " + names.column() + " IS NOT NULL", " INCLUDE (id)");
            case 7 ->
                "ALTER TYPE " + dice.of("mood", "public.mood", "\"mood\"") + " ADD VALUE IF NOT EXISTS '"
                        + dice.of("new", "ok", "it''s", "Ä") + "'" + dice.of("", " AFTER 'sad'", " BEFORE 'sad'");
            case 8 ->
                "COMMENT ON " + dice.of("TABLE " + names.table(), "COLUMN " + names.table() + "." + names.column())
                        + " IS 'x'";
            default -> foreignKeyBlock();
        };
    }

    private String foreignKeyBlock() {
        String name = dice.of("k1", "k2", "orders_total_fkey");
        return "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM " + dice.of("pg_constraint", "pg_catalog.pg_constraint")
                + " WHERE conname = '" + name + "'"
                + dice.of("", " AND conrelid = '\"Tax\"'::regclass", " AND contype = 'f'")
                + ") THEN ALTER TABLE \"Tax\" ADD CONSTRAINT " + dice.of(name, name, "k3")
                + " FOREIGN KEY (owner) REFERENCES \"User\" (id)"
                + dice.of("", " ON DELETE CASCADE", " ON UPDATE SET NULL")
                + dice.of(" NOT VALID", " NOT VALID", "") + "; END IF; END $$";
    }

    String alter() {
        String subcommands = IntStream.range(0, dice.once(3) ? dice.upTo(3) : 1)
                .mapToObj(i -> subcommand())
                .collect(Collectors.joining(dice.of(", ", ",\n  ", " /* and */ , ")));
        return "ALTER TABLE " + ifExists() + dice.of("", "", "", "ONLY ") + names.table()
                + dice.of(" ", "\n  ", " -- x\n ") + subcommands;
    }

    private String subcommand() {
        String column = names.column();
        return switch (dice.upTo(34)) {
            case 1, 2, 3 ->
                "ADD " + dice.of("COLUMN ", "", "COLUMN IF NOT EXISTS ", "COLUMN IF NOT EXISTS ") + names.fresh() + " "
                        + names.type() + columnClause() + (dice.once(4) ? columnClause() : "");
            case 4 -> "DROP " + dice.of("COLUMN ", "", "COLUMN IF EXISTS ") + column + dice.of("", " CASCADE");
            case 5 ->
                "ALTER " + column + " " + dice.of("", "SET DATA ") + "TYPE " + names.type()
                        + dice.of("", " USING NULL");
            case 6 -> "ALTER COLUMN " + column + " SET DEFAULT " + names.value();
            case 7 -> "ALTER " + column + " DROP DEFAULT";
            case 8 -> "ALTER " + column + " SET NOT NULL";
            case 9 -> "ALTER " + column + " DROP NOT NULL";
            case 10 -> "ALTER " + column + " ADD GENERATED " + dice.of("ALWAYS", "BY DEFAULT") + " AS IDENTITY";
            case 11 -> "ALTER " + column + " DROP IDENTITY IF EXISTS";
            case 12 -> "ALTER " + column + " DROP EXPRESSION IF EXISTS";
            case 13 ->
                "ALTER " + column
                        + dice.of(
                                " SET STATISTICS 100",
                                " SET STORAGE EXTERNAL",
                                " SET (n_distinct = 5)",
                                " SET COMPRESSION pglz");
            case 14, 15, 16 -> "ADD " + dice.of("", "CONSTRAINT " + names.constraint() + " ") + constraint();
            case 17 -> "DROP CONSTRAINT " + dice.of("", "IF EXISTS ") + names.constraint() + dice.of("", " CASCADE");
            case 18 -> "VALIDATE CONSTRAINT " + names.constraint();
            case 19 -> "ALTER CONSTRAINT " + names.constraint() + " DEFERRABLE INITIALLY DEFERRED";
            case 20 ->
                dice.of("DISABLE", "ENABLE", "ENABLE ALWAYS", "ENABLE REPLICA") + " TRIGGER "
                        + dice.of("ALL", "USER", "orders_stamp");
            case 21 -> dice.of("ENABLE", "DISABLE", "FORCE", "NO FORCE") + " ROW LEVEL SECURITY";
            case 22 -> dice.of("INHERIT base", "NO INHERIT base", "OF pair", "NOT OF");
            case 23 ->
                "SET "
                        + dice.of(
                                "(fillfactor = 70)",
                                "LOGGED",
                                "UNLOGGED",
                                "WITHOUT OIDS",
                                "TABLESPACE pg_default",
                                "WITHOUT CLUSTER");
            case 24 -> "RESET (fillfactor)";
            case 25 -> "OWNER TO " + dice.of("reader", "CURRENT_USER");
            case 26 -> "REPLICA IDENTITY " + dice.of("FULL", "DEFAULT", "NOTHING");
            case 27 -> "CLUSTER ON orders_note_idx";
            case 28 -> "DETACH PARTITION logs_old" + dice.of("", " CONCURRENTLY");
            case 29 -> "ATTACH PARTITION spare FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')";
            case 30 -> "RENAME TO renamed";
            case 31 -> "RENAME " + dice.of("COLUMN ", "") + column + " TO renamed";
            case 32 -> "RENAME CONSTRAINT " + names.constraint() + " TO renamed";
            case 33 -> "SET SCHEMA " + dice.of("nemo", "other", "public");
            default -> dice.of("ENABLE", "DISABLE") + " RULE \"_RETURN\"";
        };
    }

    private String columnClause() {
        return dice.of(
                "",
                "",
                " DEFAULT " + names.value(),
                " NOT NULL",
                " NOT NULL DEFAULT " + names.value(),
                " UNIQUE",
                " PRIMARY KEY",
                " CHECK (true)",
                " CHECK (wipe() > 0)",
                " REFERENCES \"User\" (id)",
                " REFERENCES nemo.users",
                " GENERATED ALWAYS AS (1) STORED",
                " GENERATED BY DEFAULT AS IDENTITY",
                " COLLATE \"C\"",
                " CONSTRAINT named NOT NULL",
                " STORAGE PLAIN");
    }

    private String constraint() {
        return dice.of(
                        "CHECK (" + names.column() + " IS NOT NULL)",
                        "UNIQUE (" + names.column() + ")",
                        "PRIMARY KEY (" + names.column() + ")",
                        "FOREIGN KEY (" + names.column() + ") REFERENCES \"User\" (id)",
                        "FOREIGN KEY (owner) REFERENCES \"User\" (id)",
                        "UNIQUE USING INDEX user_email_key",
                        "EXCLUDE USING btree (id WITH =)",
                        "CHECK (wipe() > 0)",
                        "FOREIGN KEY (total) REFERENCES nemo.users (id)")
                + dice.of("", " NOT VALID", " DEFERRABLE");
    }

    String index() {
        return "CREATE " + dice.of("", "UNIQUE ") + "INDEX " + dice.of("", "", "CONCURRENTLY ")
                + dice.of(names.index(), "IF NOT EXISTS " + names.index(), "IF NOT EXISTS i9", "") + " ON "
                + dice.of("", "ONLY ") + names.table()
                + dice.of("", " USING btree", " USING hash") + " (" + key() + ")"
                + dice.of("", " WHERE wipe() > 0", " NULLS NOT DISTINCT");
    }

    private String key() {
        return dice.of(
                names.column(),
                names.column(),
                names.column() + " DESC",
                "lower(note)",
                "(total + 1)",
                "(wipe())",
                names.column() + ", " + names.column());
    }

    private String ifExists() {
        return dice.of("", "", "", "IF EXISTS ");
    }
}
