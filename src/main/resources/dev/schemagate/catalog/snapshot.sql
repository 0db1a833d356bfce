SELECT 'SCHEMA' AS kind, n.oid AS id, 0 AS sub, 0::oid AS owner, n.nspname AS name,
       concat('owner=', n.nspowner, '|acl=', n.nspacl) AS facts, n.ctid AS place, age(n.xmin) <= 0 AS ours
FROM pg_namespace n WHERE n.nspname !~ '^pg_(toast|temp_)'
UNION ALL
SELECT 'RELATION', c.oid, 0, c.relnamespace, c.relname,
       concat('kind=', c.relkind, '|owner=', c.relowner, '|file=', CASE WHEN c.relkind IN ('r', 'm', 'S') THEN c.relfilenode END,
              '|persistence=', c.relpersistence, '|space=', c.reltablespace, '|method=', c.relam, '|bound=', md5(c.relpartbound::text), '|security=', c.relrowsecurity,
              c.relforcerowsecurity, '|replica=', c.relreplident, '|options=', c.reloptions, '|acl=', c.relacl),
       c.ctid, age(c.xmin) <= 0
FROM pg_class c WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'COLUMN', a.attrelid, a.attnum, a.attrelid, a.attname,
       concat('type=', a.atttypid, '|typmod=', a.atttypmod, '|null=', NOT a.attnotnull, '|identity=', a.attidentity, '|generated=',
              a.attgenerated, '|collation=', a.attcollation, '|dropped=', a.attisdropped, '|storage=', a.attstorage, a.attcompression, '|target=',
              a.attstattarget, '|options=', a.attoptions, a.attfdwoptions, '|acl=', a.attacl),
       a.ctid, age(a.xmin) <= 0
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND c.relnamespace IN (SELECT oid FROM exposed) AND c.relkind NOT IN ('i', 'I', 'S')
UNION ALL
SELECT 'DEFAULT', d.adrelid, d.adnum, d.adrelid, '', concat('value=', md5(d.adbin::text)), d.ctid, age(d.xmin) <= 0
FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'INDEX', i.indexrelid, 0, i.indrelid, '',
       concat('valid=', i.indisvalid, i.indisready, i.indislive, '|unique=', i.indisunique, '|primary=', i.indisprimary, '|now=', i.indimmediate,
              '|replica=', i.indisreplident, '|keys=', i.indkey, ':', i.indclass, ':', i.indcollation, ':', i.indoption, ':', i.indnkeyatts,
              '|where=', md5(i.indpred::text), '|on=', md5(i.indexprs::text)),
       i.ctid, age(i.xmin) <= 0
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'CONSTRAINT', k.oid, 0, CASE WHEN k.conrelid = 0 THEN k.contypid ELSE k.conrelid END, k.conname,
       concat('type=', k.contype, '|validated=', k.convalidated, '|deferrable=', k.condeferrable, k.condeferred, '|keys=', k.conkey,
              '|references=', k.confrelid, k.confkey, k.confupdtype, k.confdeltype, k.confmatchtype, '|inherited=', k.conislocal, k.coninhcount,
              k.connoinherit, '|parent=', k.conparentid, '|index=', k.conindid, '|check=', md5(k.conbin::text)),
       k.ctid, age(k.xmin) <= 0
-- NOT NULL has rows here from PostgreSQL 18 on; what it does is seen in the column.
FROM pg_constraint k WHERE k.connamespace IN (SELECT oid FROM exposed) AND k.contype <> 'n'
UNION ALL
SELECT 'TYPE', t.oid, 0, t.typnamespace, t.typname,
       concat('type=', t.typtype, '|owner=', t.typowner, '|base=', t.typbasetype, ':', t.typtypmod, '|null=', NOT t.typnotnull, '|collation=',
              t.typcollation, '|default=', md5(t.typdefault), '|acl=', t.typacl, '|definition=', md5(t::text)),
       t.ctid, age(t.xmin) <= 0
-- Row types and array types come and go with what they belong to.
FROM pg_type t WHERE t.typnamespace IN (SELECT oid FROM exposed) AND t.typtype <> 'c' AND t.typelem = 0
UNION ALL
SELECT 'ENUM_LABEL', e.oid, 0, e.enumtypid, e.enumlabel, concat('order=', e.enumsortorder), e.ctid, age(e.xmin) <= 0
FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'FUNCTION', p.oid, 0, p.pronamespace, p.proname,
       concat('owner=', p.proowner, '|body=', md5(concat(p.prosrc, p.probin, p.prosqlbody)), '|acl=', p.proacl, '|definition=', md5(p::text)),
       p.ctid, age(p.xmin) <= 0
FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'TRIGGER', g.oid, 0, g.tgrelid, g.tgname,
       concat('enabled=', g.tgenabled, '|constraint=', CASE WHEN g.tgisinternal THEN g.tgconstraint END, '|definition=', md5(g::text)),
       g.ctid, age(g.xmin) <= 0
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'RULE', w.oid, 0, w.ev_class, w.rulename, concat('enabled=', w.ev_enabled, '|definition=', md5(w::text)), w.ctid, age(w.xmin) <= 0
FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'POLICY', y.oid, 0, y.polrelid, y.polname, concat('definition=', md5(y::text)), y.ctid, age(y.xmin) <= 0
FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'STATISTICS', s.oid, 0, s.stxnamespace, s.stxname, concat('definition=', md5(s::text)), s.ctid, age(s.xmin) <= 0
FROM pg_statistic_ext s WHERE s.stxnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'INHERITANCE', h.inhrelid, 0, h.inhparent, '', '', h.ctid, age(h.xmin) <= 0
FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE c.relnamespace IN (SELECT oid FROM exposed)
UNION ALL
SELECT 'COMMENT', d.objoid, d.objsubid, d.classoid, '', concat('text=', d.description), d.ctid, age(d.xmin) <= 0
-- The oids below are those of PostgreSQL's own objects.
FROM pg_description d WHERE d.objoid >= 16384 OR age(d.xmin) <= 0
