-- What these schemas hold that Prisma looks at, a line each.
WITH tables AS (
    SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), lines (place, kind, schema, owner, name, shape, base, flag, value) AS (
    SELECT 0, 'table', nspname, relname, '', '', NULL::text, false, NULL::text FROM tables
    UNION ALL
    SELECT a.attnum, 'column', t.nspname, t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
           CASE y.typtype WHEN 'd' THEN format_type(y.typbasetype, y.typtypmod) END, a.attnotnull,
           CASE WHEN a.attidentity <> '' THEN 'nextval(identity)' ELSE pg_get_expr(d.adbin, d.adrelid) END
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
    UNION ALL
    SELECT k.n, 'key', t.nspname, t.relname, c.conname, a.attname, NULL, false, NULL
    FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'p'
    CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY k (attnum, n)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
    UNION ALL
    SELECT 0, 'index', t.nspname, t.relname, c.relname, '', NULL, i.indexprs IS NULL AND i.indpred IS NULL AND NOT i.indisexclusion, NULL
    FROM tables t JOIN pg_index i ON i.indrelid = t.oid AND NOT i.indisprimary JOIN pg_class c ON c.oid = i.indexrelid
    UNION ALL
    SELECT 0, 'reference', t.nspname, t.relname, c.conname, '', NULL, false, NULL
    FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
    UNION ALL
    SELECT row_number() OVER (ORDER BY e.enumsortorder), 'label', n.nspname, y.typname, e.enumlabel, '', NULL, false, NULL
    FROM pg_enum e JOIN pg_type y ON y.oid = e.enumtypid JOIN pg_namespace n ON n.oid = y.typnamespace
    WHERE n.nspname = ANY (?)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = y.oid AND d.deptype = 'e')
)
SELECT kind, schema, owner, name, shape, base, flag, value FROM lines ORDER BY schema, owner, kind, place
