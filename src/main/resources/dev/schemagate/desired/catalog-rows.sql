-- The session has the catalogs alone on its path while this is parsed, since operators have no schema in their names and one
-- that somebody made in a schema on the path would be called with the gate's rights (CVE-2018-1058). What names in the objects mean,
-- and how definitions are printed, is looked up when it runs: before the first object is there, the path is set.
WITH acting AS MATERIALIZED (SELECT pg_catalog.set_config('search_path', ?, true) AS path, ?::text AS role),
desired AS (
    SELECT e.at::int AS at, e.v AS v, e.v ->> 'ask' AS ask, e.v ->> 'name' AS name, n.oid AS schema, c.oid AS rel, c.relkind AS kind,
           t.oid AS type, coalesce(t.typowner, c.relowner) AS owner, acting.role,
           CASE e.v ->> 'ask' WHEN 'key' THEN e.v ->> 'type' WHEN 'foreign key' THEN 'f' WHEN 'check' THEN 'c' END AS contype
    FROM acting
    CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(CASE WHEN acting.path IS NOT NULL THEN ?::jsonb END) WITH ORDINALITY e (v, at)
    LEFT JOIN pg_namespace n ON n.nspname = e.v ->> 'schema'
    LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = e.v ->> 'table'
    LEFT JOIN pg_type t ON t.typnamespace = n.oid AND t.typname = e.v ->> 'table' AND e.v ->> 'ask' = 'enum'),
-- Since 16 a membership may be one that does not allow SET ROLE.
may (become) AS (SELECT CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
SELECT w.at, w.rel::bigint, w.kind, pg_catalog.pg_get_userbyid(w.owner), CASE w.role WHEN '' THEN pg_catalog.pg_has_role(session_user, w.owner, may.become)
    ELSE pg_catalog.pg_has_role(w.role::name, w.owner, 'USAGE') END, session_user, coalesce(CASE WHEN w.contype IS NOT NULL THEN (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', k.conname, 'type', k.contype, 'validated', k.convalidated,
            'deferrable', k.condeferrable, 'deferred', k.condeferred, 'noInherit', k.connoinherit AND k.contype = 'c',
            'columns', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY u.nr), '[]') FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u (n, nr)
                        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n),
            'include', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY u.nr), '[]') FROM pg_index i, pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u (n, nr)
                        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                        WHERE i.indexrelid = k.conindid AND k.contype IN ('u', 'p', 'x') AND u.nr > i.indnkeyatts),
            'operators', (SELECT coalesce(pg_catalog.jsonb_agg(o.oprname ORDER BY u.nr), '[]') FROM pg_catalog.unnest(k.conexclop) WITH ORDINALITY u (id, nr)
                          JOIN pg_operator o ON o.oid = u.id),
            'options', coalesce((SELECT pg_catalog.to_jsonb(c.reloptions) FROM pg_class c WHERE c.oid = k.conindid), '[]'),
            'enforced', coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::bool, true),
            'period', coalesce((pg_catalog.to_jsonb(k) ->> 'conperiod')::bool, false),
            'nullsNotDistinct', (SELECT coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) FROM pg_index i WHERE i.indexrelid = k.conindid),
            'check', CASE WHEN k.contype = 'c' AND w.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END,
            'refSchema', fn.nspname, 'refTable', f.relname,
            'refColumns', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY u.nr), '[]') FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u (n, nr)
                           JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n),
            'deleted', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY u.nr), '[]')
                        FROM pg_catalog.jsonb_array_elements_text(CASE pg_catalog.jsonb_typeof(pg_catalog.to_jsonb(k) -> 'confdelsetcols') WHEN 'array'
                            THEN pg_catalog.to_jsonb(k) -> 'confdelsetcols' ELSE '[]' END) WITH ORDINALITY u (n, nr)
                        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n::int),
            'refKey', k.contype = 'f' AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisprimary),
            'actions', pg_catalog.concat(k.confdeltype, k.confupdtype, k.confmatchtype)))
        FROM pg_constraint k LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
        WHERE k.conrelid = w.rel AND (k.conname = w.name OR w.name IS NULL AND k.contype = w.contype)) END, CASE w.ask
    WHEN 'column' THEN (SELECT pg_catalog.jsonb_build_object(
            'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'base', pg_catalog.format_type(a.atttypid, -1),
            'typeDefault', t.typdefault IS NOT NULL, 'sameType', coalesce(a.atttypid = pg_catalog.to_regtype(w.v ->> 'type'), false), 'nullable', NOT a.attnotnull,
            'generated', pg_catalog.concat(a.attidentity, a.attgenerated),
            'collation', (SELECT collname FROM pg_collation WHERE oid = a.attcollation),
            'sameCollation', coalesce(a.attcollation = CASE WHEN w.v ->> 'collation' IS NULL THEN t.typcollation
                                      ELSE pg_catalog.to_regcollation(w.v ->> 'collation') END, false),
            'storage', a.attstorage, 'compression', a.attcompression,
            -- Without a relation, pg_get_expr locks none; only generated columns need theirs.
            'value', (SELECT pg_catalog.pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0::oid ELSE w.rel END)
                      FROM pg_attrdef d WHERE d.adrelid = w.rel AND d.adnum = a.attnum))
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = w.rel AND a.attname = w.name AND a.attnum > 0 AND NOT a.attisdropped)
    WHEN 'default' THEN (SELECT pg_catalog.jsonb_build_object('type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'base', pg_catalog.format_type(a.atttypid, -1),
            'typeDefault', t.typdefault IS NOT NULL, 'value', (SELECT pg_catalog.pg_get_expr(d.adbin, 0) FROM pg_attrdef d WHERE d.adrelid = w.rel AND d.adnum = a.attnum))
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = w.rel AND a.attname = w.name AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
    WHEN 'nullability' THEN (SELECT pg_catalog.jsonb_build_object('nullable', NOT a.attnotnull)
        FROM pg_attribute a WHERE a.attrelid = w.rel AND a.attname = w.name AND a.attnum > 0 AND NOT a.attisdropped)
    WHEN 'index' THEN (SELECT pg_catalog.jsonb_build_object('kind', c.relkind, 'here', i.indrelid = w.rel, 'table', i.indrelid::regclass::text,
            'valid', i.indisvalid AND i.indisready, 'unique', i.indisunique,
            'nullsNotDistinct', coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false), 'method', m.amname,
            'keys', (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                        'column', a.attname, 'expression', CASE WHEN k.column = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.nr::int, false) END,
                        'opclass', o.opcname, 'classOptions', coalesce(pg_catalog.to_jsonb(x.attoptions), '[]'),
                        'sameClass', CASE WHEN q.class IS NULL THEN o.opcdefault
                                          WHEN q.class[2] IS NULL THEN o.opcname = q.class[1] AND pg_catalog.pg_opclass_is_visible(o.oid)
                                          ELSE o.opcname = q.class[2] AND o.opcnamespace = (SELECT oid FROM pg_namespace WHERE nspname = q.class[1]) END,
                        'collation', l.collname,
                        'sameCollation', CASE WHEN q.collation IS NOT NULL THEN coalesce(i.indcollation[k.nr - 1] = pg_catalog.to_regcollation(q.collation), false)
                                              ELSE coalesce(i.indcollation[k.nr - 1] = a.attcollation, true) END,
                        'option', i.indoption[k.nr - 1]) ORDER BY k.nr)
                     FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k ("column", nr)
                     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.column AND k.column <> 0
                     LEFT JOIN pg_opclass o ON o.oid = i.indclass[k.nr - 1]
                     LEFT JOIN pg_collation l ON l.oid = i.indcollation[k.nr - 1]
                     LEFT JOIN pg_attribute x ON x.attrelid = i.indexrelid AND x.attnum = k.nr
                     CROSS JOIN LATERAL (SELECT w.v -> 'keys' -> (k.nr::int - 1) AS key) asked
                     CROSS JOIN LATERAL (SELECT asked.key ->> 'collation' AS collation, pg_catalog.parse_ident(asked.key ->> 'operatorClass') AS class) q
                     WHERE k.nr <= i.indnkeyatts),
            'definition', CASE WHEN i.indexprs IS NOT NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid) END,
            'include', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY k.nr), '[]')
                        FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k ("column", nr)
                        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.column WHERE k.nr > i.indnkeyatts),
            'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'), 'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
            'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid))
        FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_am m ON m.oid = c.relam
        WHERE c.relnamespace = w.schema AND c.relname = w.name)
    WHEN 'insert' THEN (SELECT coalesce((
            SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('constraint', (SELECT k.conname FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid), 'columns', (
                SELECT pg_catalog.jsonb_agg(a.attname) FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u (n, nr)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.n WHERE u.nr <= i.indnkeyatts)))
            FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL), '[]')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = w.v ->> 'home' AND c.relname = w.v ->> 'into')
    WHEN 'validated' THEN (SELECT pg_catalog.jsonb_build_object('validated', k.convalidated) FROM pg_constraint k WHERE k.conrelid = w.rel AND k.conname = w.name)
    WHEN 'enum' THEN (SELECT pg_catalog.jsonb_build_object('type', t.typtype, 'labels',
            (SELECT coalesce(pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = t.oid))
        FROM pg_type t WHERE t.oid = w.type)
    WHEN 'comment' THEN (SELECT pg_catalog.jsonb_build_object('text', d.description)
        FROM (SELECT CASE
                WHEN w.v ->> 'kind' = 'CONSTRAINT' THEN (SELECT k.oid FROM pg_constraint k WHERE k.conrelid = w.rel AND k.conname = w.v ->> 'part')
                WHEN w.v ->> 'kind' IN ('TYPE', 'DOMAIN') THEN (SELECT t.oid FROM pg_type t WHERE t.typnamespace = w.schema AND t.typname = w.v ->> 'table')
                ELSE w.rel END AS id,
              CASE WHEN w.v ->> 'kind' = 'COLUMN' THEN (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = w.rel AND a.attname = w.v ->> 'part'
                        AND NOT a.attisdropped) ELSE 0 END AS sub,
              CASE WHEN w.v ->> 'kind' = 'CONSTRAINT' THEN 'pg_constraint'::regclass
                   WHEN w.v ->> 'kind' IN ('TYPE', 'DOMAIN') THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END AS class) o
        LEFT JOIN pg_description d ON d.objoid = o.id AND d.classoid = o.class AND d.objsubid = o.sub
        WHERE o.id IS NOT NULL AND o.sub IS NOT NULL)
    END, 'null')
FROM desired w CROSS JOIN may ORDER BY w.at
