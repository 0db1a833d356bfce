package dev.schemagate.hotfix;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Every column of every row of every catalog, and every row of every user's table, as JSON by their keys. Left out is only
 * what says nothing: statistics, dependencies, hints that a rewrite or an index leaves, and what lives in temporary schemas.
 */
record WholeCatalog(Map<String, String> rows) {

    private static final String CATALOGS = """
            SELECT c.relname, string_agg('x.' || a.attname, ', '' '', ' ORDER BY k.nr)
            FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary, unnest(i.indkey::int2[]) WITH ORDINALITY k (n, nr)
            JOIN pg_attribute a ON a.attnum = k.n
            WHERE a.attrelid = c.oid AND c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'
                  AND c.relname !~ '^pg_(statistic|statistic_ext_data|depend|shdepend|largeobject)$'
            GROUP BY c.relname""";

    private static final String HINTS =
            "'{relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,relhasindex,relhasrules,"
                    + "relhastriggers,relhassubclass,relchecks,relnatts,reltoastrelid,attcacheoff,atthasdef,atthasmissing,attmissingval,attinhcount,"
                    + "attislocal,indcheckxmin,indisclustered,datfrozenxid,datminmxid}'::text[]";

    /** Rows of what belongs to the session alone, or to a table's TOAST. */
    private static final Map<String, String> PRIVATE = Map.of(
            "pg_namespace", "x.nspname ~ '^pg_(temp|toast)'",
            "pg_class", "x.relnamespace IN (SELECT oid FROM own)",
            "pg_type", "x.typnamespace IN (SELECT oid FROM own)",
            "pg_constraint", "x.connamespace IN (SELECT oid FROM own)",
            "pg_attribute", "x.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))",
            "pg_attrdef", "x.adrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))",
            "pg_rewrite", "x.ev_class IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))",
            "pg_sequence", "x.seqrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))",
            "pg_inherits", "x.inhrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))",
            "pg_index", "x.indrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))");

    static WholeCatalog take(Connection session) throws SQLException {
        Map<String, String> all = new HashMap<>();
        try (Statement statement = session.createStatement()) {
            statement.execute(
                    "RESET SESSION AUTHORIZATION; RESET ROLE; SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off");
            try (ResultSet row = statement.executeQuery(union(catalogs(session)))) {
                while (row.next()) {
                    all.put(row.getString(1), row.getString(2));
                }
            }
        }
        return new WholeCatalog(all);
    }

    private static Map<String, String> catalogs(Connection session) throws SQLException {
        Map<String, String> catalogs = new HashMap<>();
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(CATALOGS)) {
            while (row.next()) {
                catalogs.put(row.getString(1), row.getString(2));
            }
            try (ResultSet tables = statement.executeQuery(
                    "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema)'")) {
                while (tables.next()) {
                    catalogs.put(tables.getString(1), "to_jsonb(x) - '{fresh,more}'::text[]");
                }
            }
        }
        return catalogs;
    }

    private static String union(Map<String, String> catalogs) {
        String all = catalogs.entrySet().stream()
                .map(e -> select(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" UNION ALL "));
        return "WITH own AS (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_(temp|toast)') " + all;
    }

    /** A row of a user's table is its own key, but for the columns that hotfixes add; what it says is of no matter then. */
    private static String select(String table, String key) {
        String row = table.startsWith("pg_") ? "to_jsonb(x) - " + HINTS : "'null'::jsonb";
        if (table.equals("pg_class")) {
            row = "CASE WHEN x.relkind IN ('i', 'I') THEN " + row + " - 'relfilenode' ELSE " + row + " END";
        }
        String own = PRIVATE.get(table);
        return "SELECT concat('" + table.replace("'", "''") + " ', " + key + "), (" + row + ")::text FROM " + table
                + " x" + (own == null ? "" : " WHERE NOT (" + own + ")");
    }

    /** What differs in {@code after}, in words that hold no new object's number; a new row of a user's table does not count. */
    Set<String> changes(WholeCatalog after) {
        Set<String> changes = new TreeSet<>();
        rows.forEach((key, row) -> {
            String now = after.rows.get(key);
            if (now == null) {
                changes.add("gone " + key);
            } else if (!now.equals(row)) {
                changes.add("changed " + key + " in " + columns(row, now));
            }
        });
        after.rows.forEach((key, row) -> {
            if (!rows.containsKey(key) && key.startsWith("pg_")) {
                changes.add("new " + key.replaceAll(" .*", " ") + row.replaceAll("\\d+", "#"));
            }
        });
        return changes;
    }

    private static List<String> columns(String row, String now) {
        try {
            JsonNode before = new ObjectMapper().readTree(row);
            JsonNode after = new ObjectMapper().readTree(now);
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(before.fieldNames(), Spliterator.ORDERED), false)
                    .filter(name -> !before.get(name).equals(after.get(name)))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
