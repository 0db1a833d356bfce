package dev.schemagate.reload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.db.Identifiers;

/**
 * One number for everything of some schemas that PostgREST's schema cache is made of, beside the number recorded at the
 * last notification. Read from the catalogs alone: no lock on any user table.
 *
 * <p>Each row of a catalog is hashed and the hashes are added: the order of rows does not matter, and it is twice
 * as fast as a sorted digest (postgres-facts E1).
 */
record Fingerprint(String now, String atLastNotification) {

    private static final String QUERY = """
            WITH exposed AS (SELECT oid FROM pg_namespace WHERE nspname = ANY (?)),
                 relation AS (SELECT oid, relname, relnamespace, relkind, reltype, relacl, relowner, relrowsecurity
                              FROM pg_class WHERE relnamespace IN (SELECT oid FROM exposed) AND relkind IN ('r', 'p', 'v', 'm', 'f')),
                 part (hash) AS (
                    SELECT hashtextextended(r::text, 1) FROM relation r
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
                                                      a.atthasdef, a.attidentity, a.attgenerated, a.attacl::text, a.attisdropped), 2)
                    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attnum > 0
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', d.adrelid, d.adnum, d.adbin::text), 3)
                    FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', c.oid, c.conname, c.contype, c.conrelid, c.confrelid, c.conkey::text, c.confkey::text), 4)
                    FROM pg_constraint c WHERE c.connamespace IN (SELECT oid FROM exposed)
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', p.oid, p.proname, p.pronamespace, p.proargtypes::text, p.proallargtypes::text,
                                                      p.proargnames::text, p.prorettype, p.proretset, p.provolatile, p.proacl::text), 5)
                    FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM exposed)
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', w.ev_class, w.ev_action::text), 6)
                    FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', t.oid, t.typname, t.typbasetype, t.typtypmod), 7)
                    FROM pg_type t WHERE t.typnamespace IN (SELECT oid FROM exposed)
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', e.enumtypid, e.enumlabel, e.enumsortorder), 8)
                    FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace IN (SELECT oid FROM exposed)
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', d.objoid, d.objsubid, d.description), 9)
                    FROM pg_description d JOIN relation r ON r.oid = d.objoid AND d.classoid = 'pg_class'::regclass)
            SELECT (SELECT count(*) || '-' || coalesce(sum(hash), 0) FROM part),
                   coalesce((SELECT fingerprint FROM %s.reload WHERE channel = ?), '')
            """;

    static Fingerprint of(Connection session, List<String> schemas, String bookkeeping, String channel)
            throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(QUERY.formatted(Identifiers.quote(bookkeeping)))) {
            statement.setArray(1, session.createArrayOf("text", schemas.toArray()));
            statement.setString(2, channel);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Fingerprint(row.getString(1), row.getString(2));
            }
        }
    }
}
