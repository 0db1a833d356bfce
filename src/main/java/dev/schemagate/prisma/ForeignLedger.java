package dev.schemagate.prisma;

import dev.schemagate.policy.rule.Ledgers;

/** Whether there is a {@code _prisma_migrations} that the login may read. */
public enum ForeignLedger {
    ABSENT,
    UNREADABLE,
    READABLE;

    /** An expression over the catalogs alone, with the foreign schema as its one parameter; its value is a name of this. */
    public static final String SQL = """
            coalesce((SELECT CASE WHEN has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
                                  THEN 'READABLE' ELSE 'UNREADABLE' END
                      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE n.nspname = ? AND c.relname = '%s' AND c.relkind IN ('r', 'p')), 'ABSENT')""".formatted(Ledgers.PRISMA);
}
