package dev.schemagate.desired;

import dev.schemagate.sql.Identifiers;

/**
 * How the names of hotfixes are meant, and as whom their statements run.
 *
 * @param searchPath what unqualified names are looked for in, as {@code SET search_path} takes it
 * @param role the configured one; empty where each statement runs as the owner of its table
 */
public record Acting(String searchPath, String role) {

    /** Sets the search path until the end of the transaction, as SQL. */
    public String enter() {
        return "SELECT pg_catalog.set_config('search_path', " + Identifiers.literal(searchPath) + ", true)";
    }
}
