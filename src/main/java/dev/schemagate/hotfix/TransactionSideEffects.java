package dev.schemagate.hotfix;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.schemagate.catalog.CatalogReader;
import dev.schemagate.db.RoundTrip;

/**
 * What a transaction did that no snapshot of the catalogs shows, by its own statistics (PostgreSQL docs 27.2): rows taken
 * away or changed, in tables that it has a writer's lock on, and catalogs written that no snapshot is taken of.
 *
 * @param transaction its number
 * @param rows how many, by schema and table; the session's earlier transactions may be among them
 */
record TransactionSideEffects(String transaction, Map<Table, Long> rows) {

    private static final String CATALOG = "pg_catalog";

    private static final String QUERY = """
            SELECT pg_current_xact_id_if_assigned()::text, t.nspname, t.relname, t.rows
            FROM (VALUES (1)) always LEFT JOIN (
                SELECT n.nspname, c.relname, pg_stat_get_xact_tuples_deleted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) AS rows
                FROM (SELECT relation FROM pg_locks WHERE pid = pg_backend_pid()
                      AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                      UNION SELECT unnest(?::oid[])) l
                JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname <> ? AND n.nspname !~ '^(pg_|information_schema$)'
                UNION ALL
                SELECT 'pg_catalog', c.relname, pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)
                       + pg_stat_get_xact_tuples_updated(c.oid)
                FROM pg_class c
                WHERE c.oid < 16384 AND c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL (?)) t ON t.rows > 0
            """;

    /** What is written beside the catalogs that snapshots show, and says nothing that they do not. */
    private static final List<String> ALONG =
            List.of("pg_depend", "pg_shdepend", "pg_sequence", "pg_statistic", "pg_statistic_ext_data");

    private static final Object[] SEEN_OTHERWISE =
            Stream.concat(CatalogReader.CATALOGS.stream(), ALONG.stream()).toArray();

    record Table(String schema, String name) {}

    /**
     * @param relations tables that are looked at in any case, by their oids: a lock on them may be still to come
     * @param bookkeeping the gate's own schema, which does not count
     */
    static RoundTrip.Answer<TransactionSideEffects> ask(
            RoundTrip trip, Collection<Long> relations, String bookkeeping) {
        Object[] oids = relations.stream().map(String::valueOf).toArray();
        return trip.ask(QUERY, TransactionSideEffects::read, oids, bookkeeping, SEEN_OTHERWISE);
    }

    private static TransactionSideEffects read(ResultSet row) throws SQLException {
        String transaction = "";
        Map<Table, Long> rows = new HashMap<>();
        while (row.next()) {
            transaction = row.getString(1);
            if (row.getString(2) != null) {
                rows.put(new Table(row.getString(2), row.getString(3)), row.getLong(4));
            }
        }
        return new TransactionSideEffects(transaction, rows);
    }

    /** Everything since {@code before}, in words: no statement that the policy passes changes or deletes a row. */
    List<String> surprises(TransactionSideEffects before) {
        List<String> surprises = new ArrayList<>();
        if (!transaction.equals(before.transaction())) {
            surprises.add("it committed or rolled back its own transaction; earlier changes cannot be undone");
        }
        rows.forEach((table, number) -> {
            if (number > before.rows().getOrDefault(table, 0L)) {
                surprises.add(
                        table.schema().equals(CATALOG)
                                ? "catalog " + table.name() + " was written"
                                : "rows of " + table.schema() + "." + table.name() + " were changed or deleted");
            }
        });
        return surprises;
    }
}
