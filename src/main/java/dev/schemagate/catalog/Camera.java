package dev.schemagate.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.catalog.CatalogObject.Kind;

/**
 * Takes pictures of some schemas. Reads system catalogs only: no lock on any relation of a user, and no function that
 * opens one.
 */
public final class Camera {

    private static final String QUERY = resource();
    /** Marks a row that counts its kind, where others have the number of a column. */
    private static final int TOTAL = -1;

    private static final String EXPOSED = "WITH exposed AS (SELECT oid FROM pg_namespace WHERE nspname = ANY (?)) ";
    private static final String COLUMNS = "SELECT kind, id, sub, owner, name, facts FROM (";
    private static final String ALL = EXPOSED + COLUMNS + QUERY + ") o";
    private static final String OURS = EXPOSED + COLUMNS + QUERY + ") o WHERE ours UNION ALL SELECT kind, count(*), "
            + TOTAL + ", 0, '', '' FROM (" + QUERY + ") c GROUP BY kind";

    private final List<String> schemas;

    public Camera(List<String> schemas) {
        this.schemas = List.copyOf(schemas);
    }

    /** The whole picture, as the session's transaction sees it. */
    public Snapshot take(Connection session) throws SQLException {
        return Snapshot.of(rows(session, ALL, new EnumMap<>(Kind.class)));
    }

    /**
     * What the session's own transaction has changed since {@code before}, which it took itself at REPEATABLE READ before
     * it changed anything.
     *
     * <p>Only rows that this transaction wrote are fetched; that nothing was lost follows from their number and the number
     * of all: before + new = after. Where that does not hold, the whole picture is taken again and compared, to name what
     * is gone.
     */
    public Difference since(Snapshot before, Connection session) throws SQLException {
        Map<Kind, Long> totals = new EnumMap<>(Kind.class);
        List<CatalogObject> ours = rows(session, OURS, totals);
        List<CatalogObject> added = new ArrayList<>();
        List<Difference.Changed> changed = new ArrayList<>();
        Difference.compare(before, ours, added, changed);
        for (Kind kind : Kind.values()) {
            long fresh = added.stream().filter(row -> row.kind() == kind).count();
            if (before.count(kind) + fresh != totals.getOrDefault(kind, 0L)) {
                return Difference.between(before, take(session));
            }
        }
        return new Difference(added, List.of(), changed);
    }

    private List<CatalogObject> rows(Connection session, String sql, Map<Kind, Long> totals) throws SQLException {
        List<CatalogObject> rows = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setArray(1, session.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Kind kind = Kind.valueOf(row.getString(1));
                    if (row.getInt(3) == TOTAL) {
                        totals.put(kind, row.getLong(2));
                    } else {
                        rows.add(new CatalogObject(
                                kind,
                                row.getLong(2),
                                row.getInt(3),
                                row.getLong(4),
                                row.getString(5),
                                row.getString(6)));
                    }
                }
            }
        }
        return rows;
    }

    private static String resource() {
        try (InputStream in = Camera.class.getResourceAsStream("picture.sql")) {
            if (in == null) {
                throw new IllegalStateException("picture.sql is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
