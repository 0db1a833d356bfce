-- Frozen: what a follower of the first version asks at each poll. Parameters: how old a canary may be, log, the last row it has seen.
SELECT s.change, s.pruned, s.gap, s.gap_reason, s.log_time, s.canary, s.log_time > clock_timestamp() - ?::interval, s.code, s.reason,
    s.file, s.reader, s.reader IS NOT NULL AND s.read_at > clock_timestamp() - 3 * s.every,
    s.locked AND pg_try_advisory_xact_lock_shared(hashtextextended('schema-gate log server-log', 7369)), clock_timestamp(),
    e.change, e.at, e.first_at, e.count, e.sql_state, e.message, e.statement, e."position",
    e.application_name, e.remote_host, e.database_name, e.user_name
FROM (VALUES (?::text, ?::bigint)) a (source, change) LEFT JOIN schema_gate.log_source s ON s.source = a.source
LEFT JOIN LATERAL (SELECT * FROM schema_gate.log_error e WHERE e.source = a.source AND e.change > a.change ORDER BY e.change LIMIT 1000)
    e ON true ORDER BY e.change
