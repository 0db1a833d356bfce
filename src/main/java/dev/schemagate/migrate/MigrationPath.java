package dev.schemagate.migrate;

import dev.schemagate.config.GateConfig;
import dev.schemagate.sql.Identifiers;

/**
 * What unqualified names mean in a migration: the owned schema, as the rules read them, and for types and functions the schemas
 * of extensions. An engine's own queries have the owned schema alone: in a schema where others create, an operator may fit a
 * query better than PostgreSQL's own and would be called with the rights of who migrates (CVE-2018-1058).
 */
public record MigrationPath(String owned, String foreign) {

    public static MigrationPath of(GateConfig config) {
        return new MigrationPath(config.ownedSchema(), config.foreignSchema());
    }

    /** For the statements of a file, as SQL. */
    public String ofFile() {
        return "SELECT pg_catalog.set_config('search_path', " + value() + ", false)";
    }

    /** A query for the value that {@link #ofFile} sets. */
    public String query() {
        return "SELECT " + value();
    }

    private String value() {
        return "pg_catalog.concat_ws(', ', "
                + Identifiers.literal(Identifiers.quote(owned)) + ", (SELECT string_agg(quote_ident(n.nspname), ', '"
                + " ORDER BY n.nspname = " + Identifiers.literal(foreign)
                + ", n.nspname) FROM pg_catalog.pg_namespace n"
                + " WHERE n.nspname NOT IN ('pg_catalog', " + Identifiers.literal(owned) + ")"
                + " AND n.oid IN (SELECT extnamespace FROM pg_catalog.pg_extension)), 'pg_temp')";
    }

    /** For what an engine does between files, as SQL. */
    public String ofEngine() {
        return "SELECT pg_catalog.set_config('search_path', "
                + Identifiers.literal(Identifiers.quote(owned) + ", pg_temp") + ", false)";
    }
}
