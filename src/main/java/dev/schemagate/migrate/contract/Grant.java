package dev.schemagate.migrate.contract;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;

/**
 * A privilege on a table, or on one of its columns.
 *
 * @param grantee null for PUBLIC
 * @param column null for the whole table
 */
record Grant(
        @Nullable String grantee,
        String privilege,
        boolean grantable,
        @Nullable String column) {

    /** What a column can be withheld by. */
    private static final String PRIVILEGES = "SELECT, INSERT, UPDATE";

    static String role(@Nullable String grantee) {
        return grantee == null ? "PUBLIC" : Identifiers.quote(grantee);
    }

    /** Takes the table and, as PostgreSQL does, each of its columns from somebody. */
    static String revoke(String table, @Nullable String grantee) {
        return "REVOKE " + PRIVILEGES + " ON TABLE " + table + " FROM " + role(grantee);
    }

    String give(String table) {
        return give(table, column == null ? List.of() : List.of(column));
    }

    /** The same on some columns; on the table where there are none. */
    String give(String table, List<String> columns) {
        String list = columns.isEmpty()
                ? ""
                : columns.stream().map(Identifiers::quote).collect(Collectors.joining(", ", " (", ")"));
        return "GRANT " + privilege + list + " ON TABLE " + table + " TO " + role(grantee)
                + (grantable ? " WITH GRANT OPTION" : "");
    }
}
