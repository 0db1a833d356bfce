-- Frozen: how a reader of the first version writes what it found. Parameters: file, positions, log time, canary, gaps, gap's reason, errors,
-- log, epoch, log, errors, errors as JSON.
WITH s AS (UPDATE schema_gate.log_source SET read_at = clock_timestamp(), code = '', reason = '', file = ?, positions = ?,
        log_time = coalesce(?::timestamptz, log_time), canary = coalesce(?::json, canary),
        gap = gap + ?::int, gap_reason = coalesce(?, gap_reason), change = change + ?::int,
        locked = CASE WHEN locked THEN true ELSE pg_try_advisory_lock(hashtextextended('schema-gate log server-log', 7369)) END
    WHERE source = ? AND epoch = ? RETURNING change, pruned, locked),
e AS (INSERT INTO schema_gate.log_error (source, change, at, first_at, count, sql_state, message, statement, "position",
        application_name, remote_host, database_name, user_name)
    SELECT ?, s.change - ?::int + f.n, f.at, f.first_at, f.count, f.sql_state, f.message, f.statement, f.position,
        f.application_name, f.remote_host, f.database_name, f.user_name
    FROM s, json_to_recordset(?::json) f (n int, at timestamptz, first_at timestamptz, count bigint, sql_state text, message text,
        statement text, "position" int, application_name text, remote_host text, database_name text, user_name text))
SELECT locked, change - pruned > 20000, set_config('synchronous_commit', 'off', true) FROM s
