package dev.schemagate.desired;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.LongValues;

/** Whether an index can be built of what its table has. */
final class IndexCheck {

    /** The server looks for an operator class in the same way (PostgreSQL docs 11.10). */
    private static final String QUERY = """
            WITH RECURSIVE base (oid, basetype) AS (
                SELECT oid, typbasetype FROM pg_type WHERE oid = pg_catalog.to_regtype(?)
                UNION ALL SELECT t.oid, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.basetype),
            key AS (SELECT t.* FROM base b JOIN pg_type t ON t.oid = b.oid WHERE b.basetype = 0)
            SELECT m.oid IS NOT NULL, pg_catalog.pg_indexam_has_property(m.oid, 'can_unique'),
                   pg_catalog.pg_indexam_has_property(m.oid, 'can_multi_col'), pg_catalog.pg_indexam_has_property(m.oid, 'can_include'),
                   pg_catalog.pg_indexam_has_property(m.oid, 'can_order'), EXISTS (
                SELECT FROM pg_opclass o WHERE o.opcmethod = m.oid
                AND CASE WHEN asked.name IS NULL THEN o.opcdefault
                         WHEN asked.name[2] IS NULL THEN o.opcname = asked.name[1] AND pg_catalog.pg_opclass_is_visible(o.oid)
                         ELSE o.opcname = asked.name[2] AND o.opcnamespace = (SELECT oid FROM pg_namespace WHERE nspname = asked.name[1]) END
                AND (o.opcintype = key.oid
                     OR o.opcintype = 'anyarray'::regtype AND key.typcategory = 'A'
                     OR o.opcintype = 'anyenum'::regtype AND key.typtype = 'e'
                     OR o.opcintype = 'anyrange'::regtype AND key.typtype = 'r'
                     OR o.opcintype = 'anymultirange'::regtype AND key.typtype = 'm'
                     OR o.opcintype = 'record'::regtype AND key.typtype = 'c'
                     OR EXISTS (SELECT FROM pg_cast c WHERE c.castsource = key.oid AND c.casttarget = o.opcintype AND c.castmethod = 'b' AND c.castcontext = 'i')))
            FROM key CROSS JOIN (SELECT pg_catalog.parse_ident(?) AS name) asked LEFT JOIN pg_am m ON m.amname = ? AND m.amtype = 'i'
            """;

    private IndexCheck() {}

    /** Why it cannot; null where it can. Leaves a doubt about a column whose values may be longer than an entry of the index. */
    static @Nullable String refusal(DesiredIndex index, ServerCheck server) throws SQLException {
        String values = Stream.concat(
                        index.keys().stream().map(IndexKey::value),
                        index.include().stream().map(Identifiers::quote))
                .collect(Collectors.joining(", "));
        String where = index.where() == null ? "" : " WHERE " + index.where() + "\n";
        Probe.Types types = server.probe().types("SELECT " + values + server.from(index) + where);
        String refusal = types.refusal();
        if (refusal == null && index.method().equals("btree")) {
            server.doubt(longColumn(index, types.names(), server));
        }
        for (int i = 0;
                refusal == null
                        && i < Math.min(index.keys().size(), types.names().size());
                i++) {
            refusal = refusal(server.probe().session(), index, i, types.names().get(i));
        }
        return refusal;
    }

    private static String longColumn(DesiredIndex index, List<String> types, ServerCheck server) {
        List<@Nullable String> columns = new ArrayList<>();
        index.keys().forEach(key -> columns.add(key.column()));
        columns.addAll(index.include());
        for (int i = 0; i < Math.min(columns.size(), types.size()); i++) {
            String column = columns.get(i);
            if (column != null && server.hasColumn(index, column) && !LongValues.fit(types.get(i))) {
                return column;
            }
        }
        return "";
    }

    /** Why the access method does not take this key, by the name of its type. */
    private static @Nullable String refusal(Connection session, DesiredIndex index, int number, String type)
            throws SQLException {
        IndexKey key = index.keys().get(number);
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setString(1, type);
            statement.setString(2, key.operatorClass());
            statement.setString(3, index.method());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? refusal(row, index, key, type) : null;
            }
        }
    }

    private static @Nullable String refusal(ResultSet row, DesiredIndex index, IndexKey key, String type)
            throws SQLException {
        String method = "access method " + index.method();
        if (!row.getBoolean(1)) {
            return method + " does not exist";
        }
        if (index.unique() && !row.getBoolean(2)) {
            return method + " builds no unique index";
        }
        if (index.keys().size() > 1 && !row.getBoolean(3)) {
            return method + " takes one key only";
        }
        if (!index.include().isEmpty() && !row.getBoolean(4)) {
            return method + " includes no columns";
        }
        if ((key.descending() || key.nullsFirst()) && !row.getBoolean(5)) {
            return method + " keeps no order";
        }
        if (row.getBoolean(6)) {
            return null;
        }
        return key.operatorClass() == null
                ? "type " + type + " has no default operator class for " + method
                : "no operator class " + key.operatorClass() + " of " + method + " takes type " + type;
    }
}
