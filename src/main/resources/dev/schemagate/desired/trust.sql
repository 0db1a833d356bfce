-- Parsed with the catalogs alone on the path, as catalog-rows.sql is.
WITH untrusted AS (
    SELECT p.oid, p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE NOT r.rolsuper AND r.rolname <> session_user),
dependent AS (
    SELECT d.classid, d.objid FROM pg_depend d JOIN untrusted u ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = u.oid),
-- What is called without its name in the text: operators, casts, types, their support, and domains' checks.
unnamed (id) AS (
    SELECT unnest(ARRAY[oprcode, oprrest, oprjoin]::oid[]) FROM pg_operator
    UNION ALL SELECT castfunc FROM pg_cast
    UNION ALL SELECT unnest(ARRAY[typinput, typoutput, typmodin, typmodout, typsubscript]::oid[]) FROM pg_type
    UNION ALL SELECT rngcanonical FROM pg_range
    UNION ALL SELECT amproc FROM pg_amproc
    UNION ALL SELECT prosupport FROM pg_proc WHERE prosupport <> 0
    UNION ALL SELECT d.refobjid FROM pg_depend d JOIN pg_constraint k ON k.oid = d.objid
    WHERE d.classid = 'pg_constraint'::regclass AND d.refclassid = 'pg_proc'::regclass AND k.contypid <> 0),
-- The planner folds what belongs to a table whenever the table is in a query.
of_table (rel) AS (
    SELECT i.indrelid FROM dependent d JOIN pg_index i ON d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid
    UNION ALL SELECT d.objid FROM dependent d WHERE d.classid = 'pg_class'::regclass
    UNION ALL SELECT k.conrelid FROM dependent d JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
    UNION ALL SELECT p.polrelid FROM dependent d JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
    UNION ALL SELECT s.stxrelid FROM dependent d JOIN pg_statistic_ext s ON d.classid = 'pg_statistic_ext'::regclass AND s.oid = d.objid
    UNION ALL SELECT f.adrelid FROM dependent d JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
              JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum AND a.attgenerated <> '')
SELECT ARRAY(SELECT DISTINCT u.proname::text FROM untrusted u WHERE u.proname = ANY (?::text[])),
       EXISTS (SELECT FROM untrusted u JOIN unnamed n ON n.id = u.oid),
       t.name, c.relkind IN ('r', 'p', 'm') AND NOT EXISTS (SELECT FROM of_table o WHERE o.rel = c.oid),
       CASE WHEN pg_has_role(session_user, c.relowner,
                             CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
            THEN pg_get_userbyid(c.relowner) ELSE '' END
FROM (VALUES (1)) always
LEFT JOIN (unnest(?::text[]) t (name) JOIN pg_namespace n ON n.nspname = (parse_ident(t.name))[1]
           JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = (parse_ident(t.name))[2]) ON true
