SELECT 'function ' || n.nspname || '.' || p.proname,
    concat_ws(' ', md5(p.prosrc), CASE WHEN p.prosecdef THEN 'definer' END, p.provolatile, array_to_string(p.proconfig, ' '),
        CASE WHEN EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0) THEN 'public' END)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ${guard_name} OR n.nspname = ${schema_name} AND p.proname = 'guard_the_guard'
UNION ALL
-- Who is past it at all times. A session's own settings are the gate's and say nothing of others.
SELECT concat_ws(' ', 'setting', split_part(setting, '=', 1), 'of', 'role ' || r.rolname, 'database ' || d.datname), setting
FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) setting LEFT JOIN pg_database d ON d.oid = s.setdatabase
LEFT JOIN pg_roles r ON r.oid = s.setrole
WHERE (s.setdatabase = 0 OR d.datname = current_database())
    AND (setting ~* '^event_triggers=(off|false|no|0)$' OR setting ~* '^session_replication_role=replica$'
        OR setting LIKE 'schema\_gate.override=%')
UNION ALL
SELECT 'setting event_triggers of the server', name || '=' || reset_val FROM pg_settings
WHERE name = 'event_triggers' AND reset_val = 'off' AND source NOT IN ('database', 'user', 'database user')
