package dev.schemagate.ownership.guard;

import dev.schemagate.files.Resource;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

/** A database with tables of two engines in it, and a guard over them. */
record GuardedDatabase(TestDatabase database, String prisma) {

    /** Everything that has a name in the guarded schemas, with its shape. */
    private static final String CATALOG = """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                SELECT concat_ws(' ', 'column', n.nspname, c.relname, c.relkind, c.relpersistence, a.attname, format_type(a.atttypid, a.atttypmod))
                    AS line
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                    AND NOT a.attisdropped
                WHERE n.nspname !~ '^pg_|^information_schema$'
                UNION ALL SELECT concat_ws(' ', 'index', indexrelid::regclass, indisvalid, indisready, indislive) FROM pg_index
                UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname) FROM pg_constraint
                UNION ALL SELECT concat_ws(' ', 'type', n.nspname, typname, e.enumlabel) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                    LEFT JOIN pg_enum e ON e.enumtypid = t.oid
                UNION ALL SELECT concat_ws(' ', 'function', p.oid::regprocedure) FROM pg_proc p
                UNION ALL SELECT concat_ws(' ', 'trigger', evtname, evtenabled) FROM pg_event_trigger) lines
            """;

    static GuardedDatabase create() {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.urlOfNewRole("prisma");
        GuardedDatabase guarded = new GuardedDatabase(database, "prisma_" + database.name());
        database.execute(guarded.fill(Resource.text(GuardedDatabase.class, "fixture.sql")));
        database.execute(guarded.script().sql());
        return guarded;
    }

    GuardScript script() {
        return new GuardScript(
                "nemo",
                "public",
                "schema_gate",
                "schema_gate_guard",
                database.server().user());
    }

    String fill(String sql) {
        return sql.replace("${prisma}", prisma);
    }

    String catalog() {
        return database.value(CATALOG);
    }
}
