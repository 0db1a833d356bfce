package dev.schemagate.desired;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.QualifiedName;

/**
 * A relation as far as it decides what a statement may do with it.
 *
 * @param name as SQL
 * @param kind its {@code relkind}
 * @param keys its unique keys that a foreign key may refer to, the primary key first
 */
record Relation(
        String name,
        String kind,
        boolean isPartition,
        boolean isTyped,
        boolean hasHeirs,
        List<String> columns,
        boolean hasPrimaryKey,
        List<List<String>> keys) {

    private static final String QUERY = """
            SELECT c.relkind, c.relispartition, c.reloftype <> 0, EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid), (
                SELECT coalesce(pg_catalog.jsonb_agg(a.attname), '[]') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), (
                SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('primary', i.indisprimary, 'columns', (
                    SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.nr) FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (n, nr)
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n WHERE k.nr <= i.indnkeyatts)) ORDER BY i.indisprimary DESC), '[]')
                FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?
            """;

    @RegisterForReflection
    private record Key(boolean primary, List<String> columns) {}

    static Optional<Relation> find(Connection session, String schema, String name) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(new QualifiedName(schema, name).sql(), row)) : Optional.empty();
            }
        }
    }

    private static Relation read(String name, ResultSet row) throws SQLException {
        try {
            // Lists: an array would have to be registered for the executable by itself.
            List<Key> keys = CatalogRow.JSON.readValue(row.getString(6), new TypeReference<>() {});
            return new Relation(
                    name,
                    row.getString(1),
                    row.getBoolean(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    CatalogRow.JSON.readValue(row.getString(5), new TypeReference<>() {}),
                    !keys.isEmpty() && keys.get(0).primary(),
                    keys.stream().map(Key::columns).toList());
        } catch (JsonProcessingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    boolean isPartitioned() {
        return kind.equals("p");
    }

    boolean takesIndexes() {
        return Set.of("r", "p", "m").contains(kind);
    }

    boolean takesForeignKeys() {
        return Set.of("r", "p").contains(kind);
    }

    /** The columns a foreign key refers to: those asked for, else the primary key's; null where no key is on them. */
    @Nullable
    List<String> uniqueKey(List<String> asked) {
        if (asked.isEmpty()) {
            return hasPrimaryKey ? keys.get(0) : null;
        }
        return keys.stream().anyMatch(key -> new HashSet<>(key).equals(new HashSet<>(asked))) ? asked : null;
    }
}
