package dev.schemagate.prisma.drift;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.QualifiedName;

/** What the schemas hold, read with one query over the catalogs, so that no privilege hides anything. */
record Live(Map<QualifiedName, LiveTable> tables, Map<QualifiedName, List<String>> enums) {

    private static final String QUERY = Resource.text(Live.class, "live.sql");

    static Live read(Connection session, Collection<String> schemas) throws SQLException {
        Live live = new Live(new LinkedHashMap<>(), new LinkedHashMap<>());
        try (PreparedStatement select = session.prepareStatement(QUERY)) {
            Array names = session.createArrayOf("text", schemas.toArray());
            select.setArray(1, names);
            select.setArray(2, names);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    live.take(row);
                }
            }
        }
        return live;
    }

    private void take(ResultSet row) throws SQLException {
        QualifiedName owner = new QualifiedName(row.getString(2), row.getString(3));
        String name = row.getString(4);
        if (row.getString(1).equals("label")) {
            enums.computeIfAbsent(owner, type -> new ArrayList<>()).add(name);
            return;
        }
        LiveTable table = tables.computeIfAbsent(owner, key -> new LiveTable());
        switch (row.getString(1)) {
            case "column" ->
                table.columns.put(
                        name,
                        new LiveTable.Column(row.getString(5), row.getString(6), row.getBoolean(7), row.getString(8)));
            case "key" -> {
                table.key = name;
                table.keyColumns.add(row.getString(5));
            }
            case "index" -> table.indexes.put(name, row.getBoolean(7));
            case "reference" -> table.references.add(name);
            default -> {}
        }
    }
}
