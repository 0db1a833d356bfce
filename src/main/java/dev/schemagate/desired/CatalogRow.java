package dev.schemagate.desired;

import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import dev.schemagate.db.RoundTrip;
import dev.schemagate.files.Resource;

/**
 * What the catalog says about one desired object.
 *
 * @param relation oid of the table, 0 where it does not exist
 * @param kind its {@code relkind}
 * @param owner of the table or type, empty where there is none
 * @param mayAct whether who runs the statement is, or may become, the owner
 * @param login the role the session logged in as
 * @param found what there is of the object itself, to be read {@link #as} the kind's own row
 */
public record CatalogRow(long relation, String kind, String owner, boolean mayAct, String login, JsonNode found) {

    /** A key that the query does not send, or that no row has, is an error and not a difference. */
    static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private static final String QUERY = Resource.text(CatalogRow.class, "catalog-rows.sql");

    /** One row an object, in their order, with one query, after which the transaction has another search path. */
    public static RoundTrip.Answer<List<CatalogRow>> ask(RoundTrip trip, Acting acting, List<DesiredObject> objects) {
        try {
            return trip.ask(
                    QUERY,
                    CatalogRow::read,
                    acting.searchPath(),
                    acting.role(),
                    JSON.writerFor(new TypeReference<List<DesiredObject>>() {}).writeValueAsString(objects));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<CatalogRow> read(ResultSet row) throws SQLException {
        List<CatalogRow> rows = new ArrayList<>();
        while (row.next()) {
            rows.add(new CatalogRow(
                    row.getLong(2),
                    Objects.requireNonNullElse(row.getString(3), ""),
                    Objects.requireNonNullElse(row.getString(4), ""),
                    row.getBoolean(5),
                    row.getString(6),
                    json(row.getString(7))));
        }
        return rows;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the catalog has an object of that name. */
    boolean exists() {
        return !found.isNull();
    }

    /** The object's row; null where it does not exist. */
    <T> @Nullable T as(Class<T> kind) {
        return exists() ? read(found, kind) : null;
    }

    /** The rows of all that may be meant. */
    <T> List<T> all(Class<T> kind) {
        List<T> rows = new ArrayList<>();
        found.forEach(node -> rows.add(read(node, kind)));
        return rows;
    }

    private static <T> T read(JsonNode node, Class<T> kind) {
        try {
            return JSON.treeToValue(node, kind);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
