package dev.schemagate.plan;

import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.schemagate.db.RoundTrip;
import dev.schemagate.files.Resource;

/**
 * What the catalog says about one wish.
 *
 * @param relation oid of the table, 0 where it does not exist
 * @param kind its {@code relkind}
 * @param owner of the table or type, empty where there is none
 * @param mayAct whether who runs the statement is, or may become, the owner
 * @param login the role the session logged in as
 * @param found null where the object does not exist
 */
record Facts(long relation, String kind, String owner, boolean mayAct, String login, JsonNode found) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String QUERY = Resource.text(Facts.class, "facts.sql");

    /** One answer a wish, in their order, with one query, after which the transaction has another search path. */
    static RoundTrip.Answer<List<Facts>> ask(RoundTrip trip, Acting acting, List<Wish> wishes) {
        try {
            return trip.ask(
                    QUERY,
                    Facts::read,
                    acting.searchPath(),
                    acting.role(),
                    JSON.writerFor(new TypeReference<List<Wish>>() {}).writeValueAsString(wishes));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Facts> read(ResultSet row) throws SQLException {
        List<Facts> facts = new ArrayList<>();
        while (row.next()) {
            JsonNode node = json(row.getString(7));
            boolean type = node.has("owner");
            String owner = row.getString(4);
            facts.add(new Facts(
                    row.getLong(2),
                    row.getString(3) == null ? "" : row.getString(3),
                    type ? node.path("owner").asText() : owner == null ? "" : owner,
                    type ? node.path("member").asBoolean() : row.getBoolean(5),
                    row.getString(6),
                    node));
        }
        return facts;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists() {
        return !found.isNull();
    }
}
