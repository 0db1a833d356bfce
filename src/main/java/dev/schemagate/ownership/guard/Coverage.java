package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.schemagate.sql.Identifiers;

/** Whether an installed guard was told of the schemas that this configuration has: another gate's may have been installed. */
final class Coverage {

    private static final String READABLE = """
            SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = 'schemas'
            """;

    private Coverage() {}

    /** What was found, and what the guard does not guard; a note where this session may not look. */
    static Inspection added(Inspection found, Connection session, GuardScript script) throws SQLException {
        if (!found.installed()) {
            return found;
        }
        List<String> differences = new ArrayList<>(found.differences());
        List<String> notes = new ArrayList<>(found.notes());
        if (isReadable(session, script)) {
            Map<String, Set<String>> guarded = guarded(session, script.guard());
            compare(script.owned(), Kinds.OWNED, guarded, differences);
            compare(script.foreign(), Kinds.FOREIGN, guarded, differences);
        } else {
            notes.add(
                    "this role may not read which schemas are guarded; an administrator may let it: schema-gate guard install"
                            + " --role ROLE");
        }
        return new Inspection(true, differences, notes);
    }

    private static boolean isReadable(Connection session, GuardScript script) throws SQLException {
        try (PreparedStatement ask = session.prepareStatement(READABLE)) {
            ask.setString(1, script.guard());
            try (ResultSet row = ask.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** By schema the kinds of objects that are refused to go. */
    static Map<String, Set<String>> guarded(Connection session, String guard) throws SQLException {
        Map<String, Set<String>> guarded = new HashMap<>();
        String sql = "SELECT schema_name, unnest(refuse) FROM " + Identifiers.quote(guard) + ".schemas";
        try (PreparedStatement select = session.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                guarded.computeIfAbsent(row.getString(1), schema -> new HashSet<>())
                        .add(row.getString(2));
            }
        }
        return guarded;
    }

    private static void compare(
            String schema, List<String> kinds, Map<String, Set<String>> guarded, List<String> differences) {
        Set<String> there = guarded.getOrDefault(schema, Set.of());
        List<String> missing =
                kinds.stream().filter(kind -> !there.contains(kind)).toList();
        if (there.isEmpty()) {
            differences.add("schema " + schema + " is not guarded");
        } else if (!missing.isEmpty()) {
            differences.add("schema " + schema + " is not guarded against the loss of: " + String.join(", ", missing));
        }
    }
}
