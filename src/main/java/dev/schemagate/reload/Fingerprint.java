package dev.schemagate.reload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.db.RoundTrip;
import dev.schemagate.sql.Identifiers;

/**
 * One number for everything that PostgREST's schema cache is made of, beside the one recorded at the last notification. Read
 * from the catalogs alone: no lock on any user table.
 *
 * <p>Each row of a catalog is hashed and the hashes are added: the order of rows does not matter, and it is twice as fast as
 * a sorted digest. What PostgREST looks at only when a request comes (privileges, a function's body) is left out.
 *
 * @param catalog of the exposed schemas, and of what lies below their views
 * @param settings of roles named {@code pgrst.*}, which PostgREST reads as its configuration
 * @param atLastNotification both, as recorded then; empty where there was none
 */
record Fingerprint(String catalog, String settings, String atLastNotification) {

    private static final String QUERY = """
            WITH RECURSIVE
                 exposed AS (SELECT oid FROM pg_namespace WHERE nspname = ANY (?)),
                 relation AS (SELECT oid, relname, relnamespace, relkind, reltype, relispartition
                              FROM pg_class WHERE relnamespace IN (SELECT oid FROM exposed) AND relkind IN ('r', 'p', 'v', 'm', 'f')),
                 -- A view has the keys of the tables that its columns come from, in whatever schema and through however many views.
                 source AS MATERIALIZED (
                    SELECT w.ev_class, d.refobjid FROM pg_rewrite w
                    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass),
                 below (oid) AS (
                    SELECT oid FROM relation
                    UNION
                    SELECT s.refobjid FROM below b JOIN source s ON s.ev_class = b.oid),
                 -- Those of an exposed schema, and those that PostgREST takes for a relationship from one exposed table to another.
                 routine AS (SELECT * FROM pg_proc
                    WHERE prokind IN ('f', 'a') AND prorettype <> 'trigger'::regtype AND (
                        pronamespace IN (SELECT oid FROM exposed)
                        OR pronargs = 1 AND prorettype IN (SELECT reltype FROM relation) AND proargtypes[0] IN (SELECT reltype FROM relation))),
                 -- What types are made of; those of PostgreSQL itself never change.
                 component (oid, made_of) AS MATERIALIZED (
                    SELECT oid, typbasetype FROM pg_type WHERE typtype = 'd'
                    UNION ALL SELECT oid, typelem FROM pg_type WHERE typelem >= 16384
                    UNION ALL SELECT c.reltype, a.atttypid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'c'),
                 used (oid) AS (
                    SELECT direct.oid FROM (
                        SELECT a.atttypid FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attnum > 0 AND a.atttypid >= 16384
                        UNION SELECT prorettype FROM routine
                        UNION SELECT unnest(coalesce(proallargtypes, proargtypes::oid[])) FROM routine) direct (oid)
                    UNION
                    SELECT c.made_of FROM used u JOIN component c ON c.oid = u.oid),
                 part (hash) AS (
                    SELECT hashtextextended(r::text, 1) FROM relation r
                    UNION ALL
                    SELECT hashtextextended(concat_ws('|', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity,
                                                      a.attgenerated, a.attisdropped), 2)
                    FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid WHERE a.attnum > 0
                    UNION ALL
                    SELECT hashtextextended(row(d.adrelid, d.adnum, d.adbin)::text, 3)
                    FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid
                    UNION ALL
                    SELECT hashtextextended(row(d.refobjid, d.refobjsubid, s.relname, s.relnamespace::regnamespace)::text, 4)
                    FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN relation r ON r.oid = d.refobjid
                    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                    UNION ALL
                    SELECT hashtextextended(row(c.conname, c.contype, c.conrelid, c.confrelid, c.conkey, c.confkey, c.conparentid)::text, 5)
                    FROM pg_constraint c
                    WHERE c.contype IN ('p', 'u', 'f') AND (c.conrelid IN (SELECT oid FROM below) OR c.confrelid IN (SELECT oid FROM below))
                    UNION ALL
                    SELECT hashtextextended(row(w.ev_class, w.ev_type, w.is_instead, w.ev_action)::text, 6)
                    FROM pg_rewrite w JOIN below b ON b.oid = w.ev_class JOIN pg_class c ON c.oid = w.ev_class AND c.relkind IN ('v', 'm')
                    UNION ALL
                    SELECT hashtextextended(row(t.tgrelid, t.tgtype)::text, 7)
                    FROM pg_trigger t JOIN below b ON b.oid = t.tgrelid JOIN pg_class c ON c.oid = t.tgrelid AND c.relkind = 'v'
                    UNION ALL
                    SELECT hashtextextended(row(f.ftrelid, f.ftoptions, s.srvoptions)::text, 8)
                    FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver JOIN below b ON b.oid = f.ftrelid
                    UNION ALL
                    SELECT hashtextextended(row(p.oid, p.proname, p.pronamespace::regnamespace, p.prokind, p.pronargs, p.pronargdefaults, p.proargtypes,
                                                p.proallargtypes, p.proargmodes, p.proargnames, p.prorettype, p.proretset, p.prorows, p.provolatile,
                                                p.provariadic, p.proconfig)::text, 9)
                    FROM routine p
                    UNION ALL
                    SELECT hashtextextended(row(t.oid, t.typname, t.typnamespace::regnamespace, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull,
                                                t.typdefaultbin)::text, 10)
                    FROM pg_type t JOIN used u ON u.oid = t.oid WHERE t.oid >= 16384
                    UNION ALL
                    SELECT hashtextextended(row(a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attisdropped)::text, 11)
                    FROM used u JOIN pg_class c ON c.reltype = u.oid AND c.relkind = 'c' JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                    UNION ALL
                    SELECT hashtextextended(row(e.enumtypid, e.enumlabel, e.enumsortorder)::text, 12)
                    FROM pg_enum e JOIN used u ON u.oid = e.enumtypid
                    UNION ALL
                    SELECT hashtextextended(row(d.objoid, d.objsubid, d.description)::text, 13)
                    FROM pg_description d
                    WHERE d.classoid = 'pg_class'::regclass AND d.objoid IN (SELECT oid FROM relation)
                       OR d.classoid = 'pg_proc'::regclass AND d.objoid IN (SELECT oid FROM routine)
                    UNION ALL
                    -- Implicit casts from and to a domain say how its values are written as JSON or text.
                    SELECT hashtextextended(row(c.castsource, c.casttarget, f.proname, f.pronamespace::regnamespace, f.proacl)::text, 14)
                    FROM pg_cast c JOIN pg_proc f ON f.oid = c.castfunc JOIN pg_type a ON a.oid = c.castsource JOIN pg_type b ON b.oid = c.casttarget
                    WHERE c.castcontext = 'i' AND c.castmethod = 'f' AND 'd' IN (a.typtype, b.typtype))
            SELECT (SELECT count(*) || '-' || coalesce(sum(hash), 0) FROM part),
                   (SELECT coalesce(sum(hashtextextended(row(s.setrole, c.setting)::text, 1)), 0)
                    FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) c (setting)
                    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) AND c.setting LIKE 'pgrst.%%'),
                   coalesce((SELECT fingerprint FROM %s.reload WHERE channel = ?), '')
            """;

    static Fingerprint of(Connection session, List<String> schemas, String bookkeeping, String channel)
            throws SQLException {
        RoundTrip trip = new RoundTrip();
        // Compiling a query that runs once takes longer than running it.
        trip.say("SELECT pg_catalog.set_config('jit', 'off', true)");
        RoundTrip.Answer<Fingerprint> answer = trip.ask(
                QUERY.formatted(Identifiers.quote(bookkeeping)), Fingerprint::read, schemas.toArray(), channel);
        trip.run(session);
        return answer.get();
    }

    private static Fingerprint read(ResultSet row) throws SQLException {
        row.next();
        return new Fingerprint(row.getString(1), row.getString(2), row.getString(3));
    }

    /** What is recorded when it is announced. */
    String now() {
        return catalog + "/" + settings;
    }

    boolean hasChanged() {
        return !now().equals(atLastNotification);
    }

    /** Whether roles have other settings than at the last notification; false where there was none. */
    boolean settingsHaveChanged() {
        return atLastNotification.contains("/") && !atLastNotification.endsWith("/" + settings);
    }
}
