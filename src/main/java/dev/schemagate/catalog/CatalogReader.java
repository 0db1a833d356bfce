package dev.schemagate.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.files.Resource;

/**
 * Reads snapshots of a database: of all schemas but PostgreSQL's own. Reads system catalogs only: no lock on any relation of
 * a user, and no function that opens one.
 */
public final class CatalogReader {

    private static final Map<Kind, String> FROM = Map.ofEntries(
            Map.entry(Kind.SCHEMA, "pg_namespace"),
            Map.entry(Kind.RELATION, "pg_class"),
            Map.entry(Kind.COLUMN, "pg_attribute"),
            Map.entry(Kind.DEFAULT, "pg_attrdef"),
            Map.entry(Kind.INDEX, "pg_index"),
            Map.entry(Kind.CONSTRAINT, "pg_constraint"),
            Map.entry(Kind.TYPE, "pg_type"),
            Map.entry(Kind.ENUM_LABEL, "pg_enum"),
            Map.entry(Kind.FUNCTION, "pg_proc"),
            Map.entry(Kind.TRIGGER, "pg_trigger"),
            Map.entry(Kind.RULE, "pg_rewrite"),
            Map.entry(Kind.POLICY, "pg_policy"),
            Map.entry(Kind.STATISTICS, "pg_statistic_ext"),
            Map.entry(Kind.INHERITANCE, "pg_inherits"),
            Map.entry(Kind.COMMENT, "pg_description"));

    /** The catalogs that snapshots are taken of. */
    public static final List<String> CATALOGS = List.copyOf(FROM.values());

    /** Marks a row that counts what of a catalog is not ours, where others have the number of a column. */
    private static final int NUMBER = -1;

    /** Rows fetched at once of a whole snapshot, whose size the number of tables decides. */
    private static final int PAGE = 2000;

    private static final String QUERY = Resource.text(CatalogReader.class, "snapshot.sql");

    /** Of each catalog how many rows there are, and where those are that this transaction wrote: each is read once. */
    private static final String COUNTED = Arrays.stream(Kind.values())
            .map(kind -> "SELECT '" + kind + "', count(*), array_agg(ctid) FILTER (WHERE age(xmin) <= 0) FROM "
                    + FROM.get(kind))
            .collect(Collectors.joining(" UNION ALL "));

    private static final String BEFORE = snapshot("'^(pg_|information_schema$)'", "");

    /** In PostgreSQL's own schemas, too, where nobody has anything to write. */
    private static final String OURS = snapshot(
            "'^pg_(toast|temp_)'",
            " WHERE ours AND place = ANY ((SELECT array_agg(t) FROM counted, unnest(ours) t)::tid[])");

    private CatalogReader() {}

    /** What was seen: rows, and of each catalog the number of those that this transaction did not write. */
    public record View(List<CatalogObject> rows, Map<Kind, Long> numbers) {}

    /** The whole snapshot, as the session's transaction sees it. The transaction has its number already. */
    public static Snapshot take(Connection session) throws SQLException {
        try (PreparedStatement select = session.prepareStatement(BEFORE)) {
            select.setFetchSize(PAGE);
            try (ResultSet row = select.executeQuery()) {
                return Snapshot.of(read(row));
            }
        }
    }

    /** Asks for what the session's own transaction has written, for {@link #since}. */
    public static RoundTrip.Answer<View> askForOurs(RoundTrip trip) {
        return trip.ask(OURS, CatalogReader::read);
    }

    /**
     * What the session's own transaction has changed since {@code before}, which it took itself at REPEATABLE READ before
     * it changed anything.
     *
     * <p>Only rows that this transaction wrote were fetched. That nothing was lost follows from numbers: of each catalog, the
     * rows that are not ours must be as many as before, less those of which we wrote a new version. Where that does not hold
     * the whole snapshot is taken again and compared, to see what is gone. What is ours and in no snapshot, in a schema of
     * PostgreSQL's own, counts as added.
     */
    public static Difference since(Snapshot before, View ours, Connection session) throws SQLException {
        Map<Kind, Long> expected = new EnumMap<>(before.numbers());
        ours.rows().stream()
                .filter(row -> before.find(row).isPresent())
                .forEach(row -> expected.merge(row.kind(), -1L, Long::sum));
        List<CatalogObject> vanished =
                ours.numbers().equals(expected) ? List.of() : Difference.vanished(before, take(session));
        return Difference.of(before, ours.rows(), vanished);
    }

    private static View read(ResultSet row) throws SQLException {
        View view = new View(new ArrayList<>(), new EnumMap<>(Kind.class));
        // Columns of one type are alike in all facts, and names are used again and again.
        Map<String, String> texts = new HashMap<>();
        while (row.next()) {
            Kind kind = Kind.valueOf(row.getString(1));
            if (row.getInt(3) == NUMBER) {
                view.numbers().put(kind, row.getLong(2));
            } else {
                String name = texts.computeIfAbsent(row.getString(5), text -> text);
                String facts = texts.computeIfAbsent(row.getString(6), text -> text);
                view.rows().add(new CatalogObject(kind, row.getLong(2), row.getInt(3), row.getLong(4), name, facts));
            }
        }
        return view;
    }

    /** @param not which schemas it leaves out, a pattern in SQL */
    private static String snapshot(String not, String which) {
        return "WITH exposed AS (SELECT oid FROM pg_namespace WHERE nspname !~ " + not
                + "), counted (kind, number, ours) AS MATERIALIZED ("
                + COUNTED + ") SELECT kind, id, sub, owner, name, facts FROM (" + QUERY + ") o" + which
                + " UNION ALL SELECT kind, number - coalesce(cardinality(ours), 0), " + NUMBER
                + ", 0, '', '' FROM counted";
    }
}
