package dev.schemagate.policy.rule;

import java.util.Set;

/** The tables in which migration engines note what they have applied, in whatever schema. */
public final class Ledgers {

    public static final String PRISMA = "_prisma_migrations";

    private static final Set<String> NAMES = Set.of(PRISMA, "flyway_schema_history", "alembic_version");

    private Ledgers() {}

    public static boolean has(String table) {
        return NAMES.contains(table);
    }
}
