package dev.schemagate.policy.rules;

import java.util.Set;

/** The schemas of PostgreSQL itself. */
final class Catalogs {

    private static final Set<String> NAMES = Set.of("pg_catalog", "information_schema");

    private Catalogs() {}

    static boolean is(String schema) {
        return NAMES.contains(schema);
    }
}
