-- Parsed with the catalogs alone on the path, as catalog-rows.sql is. What a type is made of: a domain's base, an array's elements, a composite
-- type's attributes, a range's bounds.
WITH RECURSIVE acting AS MATERIALIZED (SELECT pg_catalog.set_config('search_path', ?, true) AS path),
asked AS (
    SELECT e.at, coalesce(pg_catalog.to_regtype(pg_catalog.regexp_replace(e.v ->> 'type', '\([\w ,-]*\)', ''))::oid, a.atttypid) AS type,
           e.v ->> 'rewrites' = 'true' AND c.relkind <> 'f' AS rewrites, e.v ->> 'converted' = 'true' AS converted
    FROM acting
    CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(CASE WHEN acting.path IS NOT NULL THEN ?::jsonb END) WITH ORDINALITY e (v, at)
    LEFT JOIN pg_namespace n ON n.nspname = e.v ->> 'schema'
    LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = e.v ->> 'table'
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = e.v ->> 'name'),
held (at, type) AS (
    SELECT at, type FROM asked
    UNION
    SELECT h.at, part.type FROM held h JOIN pg_type t ON t.oid = h.type CROSS JOIN LATERAL (
        SELECT t.typbasetype UNION ALL SELECT t.typelem
        UNION ALL SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)) part (type)
    WHERE part.type >= 16384),
chain (at, domain, base, modifier) AS (
    SELECT a.at, t.oid, t.typbasetype, t.typtypmod FROM asked a JOIN pg_type t ON t.oid = a.type WHERE a.rewrites AND t.typtype = 'd'
    UNION ALL
    SELECT c.at, t.oid, t.typbasetype, t.typtypmod FROM chain c JOIN pg_type t ON t.oid = c.base WHERE t.typtype = 'd'),
-- Neither PostgreSQL's nor an extension's.
written (class, id, name) AS (
    SELECT w.class, w.id, w.name FROM (
        SELECT 'pg_proc'::regclass, oid, oid::regprocedure::text FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 'pg_operator'::regclass, oid, oid::regoperator::text FROM pg_operator WHERE oid >= 16384) w (class, id, name)
    WHERE NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = w.class AND x.objid = w.id AND x.deptype = 'e')),
calls (at, why) AS (
    SELECT h.at, pg_catalog.concat('domain ', h.type::regtype, ', whose check calls ', w.name)
    FROM held h JOIN pg_constraint k ON k.contypid = h.type
    JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid JOIN written w ON w.class = d.refclassid AND w.id = d.refobjid
    UNION ALL
    SELECT h.at, pg_catalog.concat('type ', h.type::regtype, ', and the cast to it calls ', w.name)
    FROM held h JOIN asked a ON a.at = h.at AND a.converted JOIN pg_cast c ON c.casttarget = h.type AND c.castcontext <> 'e'
    JOIN written w ON w.class = 'pg_proc'::regclass AND w.id = c.castfunc)
SELECT a.at::int,
       (SELECT pg_catalog.format_type(c.base, c.modifier) FROM chain c JOIN pg_type t ON t.oid = c.base WHERE c.at = a.at AND t.typtype <> 'd'
           AND EXISTS (SELECT FROM chain d WHERE d.at = a.at AND (
               EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = d.domain) OR (SELECT typnotnull FROM pg_type WHERE oid = d.domain)))),
       (SELECT min(why) FROM calls c WHERE c.at = a.at)
FROM asked a ORDER BY a.at
