SELECT 'column ' || a.attrelid::regclass || '.' || a.attname,
       concat_ws(' | ', format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, a.attidentity, a.attgenerated, a.attnotnull,
                 CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'default ' || d.adrelid::regclass || '.' || quote_ident(a.attname), pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'option storage ' || a.attrelid::regclass || '.' || a.attname || ' ' || a.attstorage::text, '' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND a.attstorage <> t.typstorage
UNION ALL
SELECT 'option compression ' || a.attrelid::regclass || '.' || a.attname || ' ' || a.attcompression::text, '' FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attcompression <> ''
UNION ALL
SELECT 'sequence ' || s.seqrelid::regclass, (SELECT d.refobjid::regclass || '.' || d.refobjsubid FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i'))
FROM pg_sequence s
UNION ALL
SELECT 'option sequence ' || s.seqrelid::regclass || ' ' || o, '' FROM pg_sequence s, unnest(ARRAY[CASE WHEN seqstart <> 1 THEN 'start ' || seqstart END,
    CASE WHEN seqincrement <> 1 THEN 'increment ' || seqincrement END, CASE WHEN seqcycle THEN 'cycle' END, CASE WHEN seqcache <> 1 THEN 'cache ' || seqcache END]) o WHERE o IS NOT NULL
UNION ALL
SELECT 'index ' || i.indexrelid::regclass, concat_ws(' | ', i.indisunique, i.indimmediate, i.indisexclusion, i.indnkeyatts, c.relkind,
       regexp_replace(pg_get_indexdef(i.indexrelid), ' WITH \([a-z_]+=[^)]*\)', ''))
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'valid index ' || i.indexrelid::regclass, i.indisvalid::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'option ' || c.oid::regclass || ' ' || o, '' FROM pg_class c, unnest(c.reloptions) o WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraint ' || k.conrelid::regclass || '.' || k.conname, concat_ws(' | ', k.contype, k.condeferrable, k.condeferred, k.connoinherit,
       to_jsonb(k) ->> 'conenforced', regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID| WITH \([a-z_]+=[^)]*\)', '', 'g'))
FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.conrelid <> 0 AND k.contype <> 'n'
UNION ALL
SELECT 'valid constraint ' || k.conrelid::regclass || '.' || k.conname, k.convalidated::text
FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.conrelid <> 0 AND k.contype <> 'n'
UNION ALL
SELECT 'label ' || e.enumtypid::regtype, string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e GROUP BY e.enumtypid
UNION ALL
SELECT 'comment ' || pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d WHERE d.objoid >= 16384
