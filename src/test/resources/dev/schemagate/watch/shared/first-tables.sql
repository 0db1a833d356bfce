-- Frozen: what the first version made for a log that one gate reads for all. Never change it.
CREATE SCHEMA schema_gate;

CREATE TABLE IF NOT EXISTS schema_gate.log_source (
    source     text        PRIMARY KEY,
    contract   int         NOT NULL DEFAULT 1,
    reader     text,
    program    text,
    epoch      bigint      NOT NULL DEFAULT 0,
    locked     boolean     NOT NULL DEFAULT false,
    every      interval    NOT NULL DEFAULT '10 s',
    read_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    log_time   timestamptz,
    canary     json,
    file       text        NOT NULL DEFAULT '',
    code       text        NOT NULL DEFAULT '',
    reason     text        NOT NULL DEFAULT '',
    change     bigint      NOT NULL DEFAULT 0,
    pruned     bigint      NOT NULL DEFAULT 0,
    gap        bigint      NOT NULL DEFAULT 0,
    gap_reason text        NOT NULL DEFAULT '',
    positions  text        NOT NULL DEFAULT ''
);

-- What was found there, statements without literals. A row is never changed: change numbers them, and they become visible in that order.
CREATE TABLE IF NOT EXISTS schema_gate.log_error (
    source           text        NOT NULL,
    change           bigint      NOT NULL,
    at               timestamptz NOT NULL,
    first_at         timestamptz NOT NULL,
    count            bigint      NOT NULL,
    sql_state        text        NOT NULL,
    message          text        NOT NULL,
    statement        text,
    "position"       int         NOT NULL,
    application_name text,
    remote_host      text,
    database_name    text,
    user_name        text,
    pid              text,
    written_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (source, change)
);

-- Makes the caller's session the reader of a log, where nobody reads it now: one row then, with where the last one left off. The lock
-- tells at once that a reader is gone; one that hangs is known by read_at, and its epoch keeps it from writing.
CREATE OR REPLACE FUNCTION schema_gate.take_log(stream text, pod text, version text, pause interval,
    OUT epoch bigint, OUT locked boolean, OUT positions text, OUT age interval) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    got boolean := pg_try_advisory_lock(hashtextextended('schema-gate log ' || stream, 7369));
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO schema_gate.log_source (source) SELECT stream
        WHERE NOT EXISTS (SELECT FROM schema_gate.log_source WHERE source = stream) ON CONFLICT DO NOTHING;
    RETURN QUERY WITH before AS (SELECT s.source, clock_timestamp() - s.read_at AS age FROM schema_gate.log_source s
            WHERE s.source = stream AND (s.reader IS NULL OR s.locked AND got OR s.read_at < clock_timestamp() - 3 * s.every)
            FOR UPDATE SKIP LOCKED)
        UPDATE schema_gate.log_source s SET epoch = s.epoch + 1, reader = pod, program = version, locked = got, every = pause,
            read_at = clock_timestamp(), contract = greatest(s.contract, 1)
        FROM before WHERE s.source = before.source RETURNING s.epoch, s.locked, s.positions, before.age;
    IF got AND NOT FOUND THEN
        PERFORM pg_advisory_unlock(hashtextextended('schema-gate log ' || stream, 7369));
    END IF;
END
$$;

-- The reader is alive; false where another has taken its place.
CREATE OR REPLACE FUNCTION schema_gate.beat_log(stream text, mine bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE schema_gate.log_source SET read_at = clock_timestamp() WHERE source = stream AND epoch = mine;
    RETURN FOUND;
END
$$;

-- The reader cannot read, and says why.
CREATE OR REPLACE FUNCTION schema_gate.leave_log(stream text, mine bigint, why_code text, why text) RETURNS void LANGUAGE sql AS $$
    UPDATE schema_gate.log_source SET reader = NULL, code = why_code, reason = why WHERE source = stream AND epoch = mine;
$$;
