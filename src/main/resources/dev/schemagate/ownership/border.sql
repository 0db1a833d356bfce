SELECT 'foreign key' AS kind, quote_ident(k.conname) || ' of ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
    n.nspname AS schema, quote_ident(fn.nspname) || '.' || quote_ident(f.relname) AS target
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname IN (${owned}, ${foreign}) AND fn.nspname IN (${owned}, ${foreign})
    AND n.oid <> fn.oid
UNION
SELECT CASE v.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, quote_ident(n.nspname) || '.' || quote_ident(v.relname),
    n.nspname, quote_ident(fn.nspname) || '.' || quote_ident(f.relname)
FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class JOIN pg_namespace n ON n.oid = v.relnamespace
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class f ON f.oid = d.refobjid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE v.relkind IN ('v', 'm') AND n.nspname IN (${owned}, ${foreign}) AND fn.nspname IN (${owned}, ${foreign}) AND n.oid <> fn.oid
