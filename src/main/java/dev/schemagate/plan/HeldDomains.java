package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.schemagate.db.Database;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.desired.Acting;
import dev.schemagate.desired.ColumnValue;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.files.Resource;

/**
 * What the domains in the type of a column do to a statement: one with a constraint has the table written anew, and a default calls the
 * checks of all that the type holds, and the casts to it, whoever wrote them.
 */
final class HeldDomains {

    private static final String QUERY = Resource.text(HeldDomains.class, "domains.sql");

    private HeldDomains() {}

    /** Why an object must not be made, for those that must not. */
    static Map<DesiredObject, String> refusals(Connection session, Acting acting, List<DesiredObject> objects)
            throws SQLException {
        List<DesiredObject> filling =
                objects.stream().filter(o -> o.columnValue().isPresent()).toList();
        Map<DesiredObject, String> refusals = new IdentityHashMap<>();
        if (filling.isEmpty()) {
            return refusals;
        }
        List<ColumnValue> values =
                filling.stream().flatMap(o -> o.columnValue().stream()).toList();
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<List<String>> answer =
                trip.ask(QUERY, row -> read(row, values), acting.searchPath(), json(values));
        trip.say(Database.CATALOGS_AGAIN);
        trip.run(session);
        for (int i = 0; i < filling.size(); i++) {
            if (!answer.get().get(i).isEmpty()) {
                refusals.put(filling.get(i), answer.get().get(i));
            }
        }
        return refusals;
    }

    private static String json(List<ColumnValue> values) {
        ArrayNode asked = JsonNodeFactory.instance.arrayNode();
        for (ColumnValue value : values) {
            asked.addObject()
                    .put("schema", value.schema())
                    .put("table", value.table())
                    .put("name", value.name())
                    .put("type", value.type())
                    .put("rewrites", value.type() != null)
                    .put("converted", value.value() != null && !value.isLiteral());
        }
        return asked.toString();
    }

    private static List<String> read(ResultSet row, List<ColumnValue> values) throws SQLException {
        List<String> refusals = new ArrayList<>();
        while (row.next()) {
            String base = row.getString(2);
            String held = row.getString(3);
            ColumnValue value = values.get(refusals.size());
            if (base != null && value.type() != null) {
                refusals.add(
                        value.type() + " is a domain with a constraint, for which PostgreSQL rewrites the whole table"
                                + "; give the column the type " + base);
            } else {
                refusals.add(
                        held == null || value.value() == null
                                ? ""
                                : "its default is a value of " + held
                                        + "; leave the default out, or give the column a type that PostgreSQL brings");
            }
        }
        return refusals;
    }
}
