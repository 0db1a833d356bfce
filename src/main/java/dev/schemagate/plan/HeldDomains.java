package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Database;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.files.Resource;

/**
 * What the domains in the type of a column do to a statement: one with a constraint has the table written anew, and a default calls the
 * checks of all that the type holds, and the casts to it, whoever wrote them.
 */
final class HeldDomains {

    private static final String QUERY = Resource.text(HeldDomains.class, "domains.sql");

    private HeldDomains() {}

    /** Why a wish must not be granted, for those that must not. */
    static Map<Wish, String> refusals(Connection session, Acting acting, List<Wish> wishes) throws SQLException {
        List<Wish> typed = wishes.stream()
                .filter(wish -> wish instanceof Wish.Column || value(wish) != null)
                .toList();
        Map<Wish, String> refusals = new IdentityHashMap<>();
        if (!typed.isEmpty()) {
            RoundTrip trip = new RoundTrip();
            RoundTrip.Answer<List<String>> answer =
                    trip.ask(QUERY, row -> read(row, typed), acting.searchPath(), json(typed));
            trip.say(Database.CATALOGS_AGAIN);
            trip.run(session);
            for (int i = 0; i < typed.size(); i++) {
                if (!answer.get().get(i).isEmpty()) {
                    refusals.put(typed.get(i), answer.get().get(i));
                }
            }
        }
        return refusals;
    }

    private static String json(List<Wish> wishes) {
        ArrayNode asked = Facts.JSON.createArrayNode();
        for (Wish wish : wishes) {
            asked.addObject()
                    .put("schema", wish.schema())
                    .put("table", wish.table())
                    .put("name", wish instanceof Wish.Default value ? value.name() : null)
                    .put("type", wish instanceof Wish.Column column ? column.type() : null)
                    .put("rewrites", wish instanceof Wish.Column)
                    .put("converted", value(wish) != null && !Probe.isLiteral(value(wish)));
        }
        return asked.toString();
    }

    private static List<String> read(ResultSet row, List<Wish> wishes) throws SQLException {
        List<String> refusals = new ArrayList<>();
        while (row.next()) {
            String base = row.getString(2);
            String held = row.getString(3);
            Wish wish = wishes.get(refusals.size());
            if (base != null && wish instanceof Wish.Column column) {
                refusals.add(
                        column.type() + " is a domain with a constraint, for which PostgreSQL writes the whole table"
                                + " anew; give the column the type " + base);
            } else {
                refusals.add(
                        held == null || value(wish) == null
                                ? ""
                                : "its default is a value of " + held
                                        + "; leave the default out, or give the column a type that PostgreSQL brings");
            }
        }
        return refusals;
    }

    /** What is computed for the column; null where that is NULL or nothing. */
    private static @Nullable String value(Wish wish) {
        String value = wish instanceof Wish.Default set ? set.value() : null;
        if (wish instanceof Wish.Column column) {
            value = column.expression() == null ? column.value() : column.expression();
        }
        return value == null || value.strip().toLowerCase(Locale.ROOT).equals("null") ? null : value;
    }
}
