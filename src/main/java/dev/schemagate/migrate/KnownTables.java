package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.db.DatabaseException;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.sql.QualifiedName;

/** What the catalog knows of the tables of a schema, for judging what files alone do not tell. */
final class KnownTables {

    private static final String QUERY = """
            SELECT c.relname, c.relkind = 'p', a.attname, format_type(a.atttypid, a.atttypmod), k.name, k.columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN LATERAL (
                SELECT coalesce((SELECT conname FROM pg_constraint WHERE conindid = i.indexrelid AND conrelid = c.oid AND contype IN ('p', 'u', 'x')), i.indexrelid::regclass::name) AS name,
                       (SELECT array_agg(p.attname::text) FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (n, nr)
                        JOIN pg_attribute p ON p.attrelid = c.oid AND p.attnum = u.n WHERE u.nr <= i.indnkeyatts) AS columns
                FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL
                    AND i.indexprs IS NULL AND i.indkey[0] = a.attnum) k ON true
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') ORDER BY c.oid
            """;

    private KnownTables() {}

    static Tables read(Connection session, String schema) {
        Map<String, Boolean> partitioned = new HashMap<>();
        Map<String, Map<String, String>> types = new HashMap<>();
        Map<String, Map<String, Set<String>>> keys = new HashMap<>();
        try (PreparedStatement select = session.prepareStatement(QUERY)) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String table = row.getString(1);
                    partitioned.put(table, row.getBoolean(2));
                    types.computeIfAbsent(table, name -> new HashMap<>()).put(row.getString(3), row.getString(4));
                    if (row.getString(5) != null) {
                        String[] columns = (String[]) row.getArray(6).getArray();
                        keys.computeIfAbsent(table, name -> new HashMap<>())
                                .put(row.getString(5), Arrays.stream(columns).collect(Collectors.toSet()));
                    }
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at the tables of schema " + schema, e);
        }
        Tables tables = new Tables();
        partitioned.forEach((table, is) -> tables.put(
                new QualifiedName(schema, table),
                is,
                types.getOrDefault(table, Map.of()),
                keys.getOrDefault(table, Map.of())));
        return tables;
    }
}
