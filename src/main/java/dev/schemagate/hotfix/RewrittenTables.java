package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.catalog.CatalogObject;
import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.db.Database;
import dev.schemagate.sql.Identifiers;

/**
 * The tables whose rows a statement writes anew. They get a new file, and a TRUNCATE behind that leaves no other trace than
 * that the rows are gone.
 */
final class RewrittenTables {

    private final List<String> tables;
    private final String become;

    /** @param become what makes the session the owner of the tables, as SQL */
    RewrittenTables(Snapshot before, Set<Long> tables, String become) {
        this.tables = tables.stream()
                .flatMap(id -> before.find(Kind.RELATION, id).stream())
                .filter(table -> table.fact("kind").equals("r"))
                .map(table -> name(before, table))
                .toList();
        this.become = become;
    }

    private static String name(Snapshot before, CatalogObject table) {
        String schema =
                before.find(Kind.SCHEMA, table.owner()).map(CatalogObject::name).orElseThrow();
        return Identifiers.quote(schema) + "." + Identifiers.quote(table.name());
    }

    /** Those with a row in them, by their quoted names. Waits for nobody but who holds ACCESS EXCLUSIVE. */
    Set<String> filled(Connection session) throws SQLException {
        Set<String> filled = new LinkedHashSet<>();
        if (tables.isEmpty()) {
            return filled;
        }
        String sql = tables.stream()
                .map(table -> "SELECT " + Identifiers.literal(table) + " WHERE EXISTS (SELECT FROM ONLY " + table + ")")
                .collect(Collectors.joining(" UNION ALL "));
        Database.execute(session, "RESET ROLE; " + become);
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                filled.add(row.getString(1));
            }
        }
        Database.execute(session, "RESET ROLE");
        return filled;
    }
}
