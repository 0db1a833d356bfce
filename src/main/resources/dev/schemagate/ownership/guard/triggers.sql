SELECT 'event trigger ' || t.evtname AS part,
    format('on %s, %s, calls %s.%s%s', t.evtevent,
        CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled on replicas only' ELSE 'enabled' END, n.nspname, p.proname,
        ' for ' || (SELECT string_agg(tag, ', ' ORDER BY tag COLLATE "C") FROM unnest(t.evttags) tag))
    AS shape
FROM pg_event_trigger t JOIN pg_proc p ON p.oid = t.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN (${guard_name}, ${schema_name})
UNION ALL
SELECT 'version', obj_description(n.oid, 'pg_namespace') FROM pg_namespace n WHERE n.nspname = ${guard_name}
