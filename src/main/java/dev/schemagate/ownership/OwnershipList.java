package dev.schemagate.ownership;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;

/**
 * Both schemas, object by object.
 *
 * @param objects in the order of their names
 * @param border foreign keys and views that lead from one schema into the other, a line each
 */
public record OwnershipList(List<OwnedObject> objects, List<String> border) {

    public static OwnershipList read(Database database, Ownership ownership) {
        List<OwnedObject> objects = new ArrayList<>();
        List<String> border = new ArrayList<>();
        try (Connection session = database.open();
                Statement statement = session.createStatement()) {
            String sorted = "SELECT * FROM (" + ownership.objects() + ") object ORDER BY schema, identity, kind";
            try (ResultSet row = statement.executeQuery(sorted)) {
                while (row.next()) {
                    objects.add(ownership.judge(
                            row.getString("schema"),
                            row.getString("kind"),
                            row.getString("name"),
                            row.getString("identity"),
                            row.getString("extension")));
                }
            }
            try (ResultSet row = statement.executeQuery(ownership.border() + " ORDER BY 2")) {
                while (row.next()) {
                    border.add(ownership.crossing(row.getString(2)));
                }
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking at who owns what", e);
        }
        return new OwnershipList(objects, border);
    }
}
