-- What would stop a DROP without CASCADE, and what would go with it unsaid although it is about more than the object dropped.
WITH RECURSIVE asked (kind, schema, name, part) AS (VALUES (?, ?, ?, ?)),
relation AS (
    SELECT c.oid FROM asked JOIN pg_namespace n ON n.nspname = asked.schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
    UNION
    -- A column goes from partitions and heirs, too.
    SELECT i.inhrelid FROM relation r JOIN pg_inherits i ON i.inhparent = r.oid JOIN asked ON asked.kind = 'COLUMN'
),
target AS (
    SELECT 'pg_class'::regclass::oid AS classid, r.oid AS objid, a.attnum::int AS sub
    FROM asked JOIN relation r ON asked.kind = 'COLUMN'
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attname = asked.part AND NOT a.attisdropped
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0 FROM asked JOIN relation r ON asked.kind = 'RELATION'
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0
    FROM asked JOIN relation r ON asked.kind = 'CONSTRAINT' JOIN pg_constraint k ON k.conrelid = r.oid AND k.conname = asked.part
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0
    FROM asked JOIN pg_namespace n ON n.nspname = asked.schema AND asked.kind = 'TYPE'
    JOIN pg_type t ON t.typnamespace = n.oid AND t.typname = asked.name
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0
    FROM asked JOIN pg_namespace n ON n.nspname = asked.schema AND asked.kind = 'ROUTINE'
    JOIN pg_proc p ON p.pronamespace = n.oid AND p.proname = asked.name
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, 0 FROM asked JOIN pg_namespace n ON n.nspname = asked.schema AND asked.kind = 'SCHEMA'
),
-- Goes with it, and concerns nothing else: its default, its own sequence, an index or a constraint on that column only.
own AS (
    SELECT classid, objid, sub FROM target
    UNION
    SELECT d.classid, d.objid, d.objsubid
    FROM own o JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid AND (o.sub = 0 OR d.refobjsubid = o.sub)
    WHERE d.deptype IN ('a', 'i', 'P', 'S') AND d.classid <> 'pg_publication_rel'::regclass
      AND NOT (d.classid = 'pg_class'::regclass AND d.objsubid <> 0)
      AND NOT EXISTS (SELECT FROM target t JOIN pg_depend s ON s.classid = d.classid AND s.objid = d.objid
          AND s.refclassid = t.classid AND s.refobjid = t.objid AND s.refobjsubid NOT IN (0, t.sub) WHERE t.sub <> 0)
),
dependent AS (
    SELECT DISTINCT d.classid, d.objid, d.objsubid
    FROM own o JOIN pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid AND (o.sub = 0 OR d.refobjsubid = o.sub)
    WHERE NOT EXISTS (SELECT FROM own x WHERE x.classid = d.classid AND x.objid = d.objid AND x.sub IN (0, d.objsubid))
)
SELECT CASE WHEN r.rulename = '_RETURN' THEN pg_describe_object('pg_class'::regclass, r.ev_class, 0)
            ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END,
       (pg_identify_object_as_address(d.classid, d.objid, d.objsubid)).object_names
FROM dependent d LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
ORDER BY 1
