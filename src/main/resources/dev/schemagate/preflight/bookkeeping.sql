-- CREATE SCHEMA IF NOT EXISTS asks for CREATE on the database even where the schema exists.
DO $do$
BEGIN
    IF to_regnamespace($name$${schema}$name$) IS NULL THEN
        CREATE SCHEMA ${schema};
    END IF;
END
$do$;

CREATE TABLE IF NOT EXISTS ${schema}.hotfix (
    file         text        NOT NULL,
    statement    int         NOT NULL,
    sha256       text        NOT NULL,
    applied_by   text        NOT NULL,
    applied_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    lock_wait_ms bigint      NOT NULL,
    duration_ms  bigint      NOT NULL
);

CREATE TABLE IF NOT EXISTS ${schema}.reload (
    channel     text        PRIMARY KEY,
    fingerprint text        NOT NULL,
    notified_by text        NOT NULL,
    notified_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS ${schema}.pod (
    app         text        NOT NULL,
    pod         text        NOT NULL,
    revision    text        NOT NULL,
    state       text        NOT NULL,
    ready       boolean     NOT NULL,
    client_addr text,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    beat_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (app, pod)
);

CREATE TABLE IF NOT EXISTS ${schema}.compiled (
    sha256     text        NOT NULL,
    gate       text        NOT NULL,
    statements jsonb       NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sha256, gate)
);

ALTER TABLE ${schema}.pod ADD COLUMN IF NOT EXISTS application_name text;

CREATE TABLE IF NOT EXISTS ${schema}.watch (
    app       text        NOT NULL,
    pod       text        NOT NULL,
    revision  text        NOT NULL,
    source    text        NOT NULL,
    positions text        NOT NULL,
    read_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (app, pod, source)
);

CREATE TABLE IF NOT EXISTS ${schema}.revocation (
    app         text        NOT NULL,
    pod         text        NOT NULL,
    revision    text        NOT NULL,
    closures    int         NOT NULL,
    error_at    timestamptz NOT NULL,
    closed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    reopened_at timestamptz,
    PRIMARY KEY (app, pod)
);

-- What the errors complained of, line by line as schema, relation and column; ? where that is not known.
ALTER TABLE ${schema}.revocation ADD COLUMN IF NOT EXISTS missing text;

CREATE TABLE IF NOT EXISTS ${schema}.canary (
    only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    id         text        NOT NULL,
    written_at timestamptz NOT NULL
);

INSERT INTO ${schema}.canary (id, written_at) VALUES ('none', '-infinity') ON CONFLICT DO NOTHING;

-- The message says what its line must say of the session, too, so that whoever reads it back knows whether the log is read right.
-- With log_hostname the line has a name in the place of the address.
CREATE OR REPLACE FUNCTION ${schema}.write_canary(every interval) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    fresh text := gen_random_uuid() || ' ' || jsonb_build_array(
        current_setting('application_name'), pg_backend_pid()::text, session_user, current_database(),
        CASE WHEN current_setting('log_hostname') = 'off' THEN coalesce(host(inet_client_addr()), '[local]') END);
BEGIN
    IF NOT EXISTS (SELECT FROM ${schema}.canary
                   WHERE written_at BETWEEN clock_timestamp() - every AND clock_timestamp() + every) THEN
        UPDATE ${schema}.canary SET id = fresh, written_at = clock_timestamp()
        WHERE only_row = (SELECT only_row FROM ${schema}.canary
                          WHERE written_at NOT BETWEEN clock_timestamp() - every AND clock_timestamp() + every
                          FOR UPDATE SKIP LOCKED);
        IF FOUND THEN
            -- After a crash of the server there is nothing that it would have to prove.
            PERFORM set_config('synchronous_commit', 'off', true);
            RAISE LOG 'schema-gate canary %', fresh USING ERRCODE = 'SG001';
        END IF;
    END IF;
    RETURN (SELECT id FROM ${schema}.canary);
END
$$;

-- Concurrent builds of the owned schema's migrations that began: after a crash the index may be there, and the history not know it.
CREATE TABLE IF NOT EXISTS ${schema}.index_build (
    index    text        PRIMARY KEY,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The migration files that a fresh owned schema was begun with, until all of them are applied.
CREATE TABLE IF NOT EXISTS ${schema}.first_install (
    script   text        PRIMARY KEY,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Beside which migration files Flyway found which history at head; files is a digest of them and of the gate that saw it.
CREATE TABLE IF NOT EXISTS ${schema}.head (
    files    text        PRIMARY KEY,
    history  text        NOT NULL,
    version  text        NOT NULL,
    ahead    int         NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The objects of which the files of the pod's gate declare that its release does without them; null where the gate reads none.
ALTER TABLE ${schema}.pod ADD COLUMN IF NOT EXISTS declared text[];

-- How long until the next beat at the latest: a gate without a session of its own connects seldom where there are many.
ALTER TABLE ${schema}.pod ADD COLUMN IF NOT EXISTS beat_every interval;

-- Removals that migrations declare. The sample is of pg_stat_statements, as it was when quiet_since began.
CREATE TABLE IF NOT EXISTS ${schema}.contract (
    object      text        NOT NULL,
    file        text        NOT NULL,
    line        int         NOT NULL,
    reason      text        NOT NULL,
    declared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    declared_by text        NOT NULL,
    quiet_since timestamptz,
    calls       text,
    dealloc     bigint,
    stats_reset timestamptz,
    done_at     timestamptz,
    done_by     text,
    PRIMARY KEY (object, file)
);

-- Who was refused the column while it was withheld.
ALTER TABLE ${schema}.contract ADD COLUMN IF NOT EXISTS refused_at timestamptz;
ALTER TABLE ${schema}.contract ADD COLUMN IF NOT EXISTS refused text;

-- Tables with columns that are withheld from everybody: all its columns then, and the privileges to give back, as
-- [grantee or null for PUBLIC, privilege, whether it may be passed on, column or null for the table].
CREATE TABLE IF NOT EXISTS ${schema}.soft_drop (
    table_schema text        NOT NULL,
    table_name   text        NOT NULL,
    withheld     text[]      NOT NULL,
    columns      text[]      NOT NULL,
    privileges   jsonb       NOT NULL,
    began_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    began_by     text        NOT NULL,
    PRIMARY KEY (table_schema, table_name)
);

-- How far each log has been read, and by whom: a row for each that one gate reads for all, and for each that a collector reads. With
-- log_error a contract (docs/log-sources.md): columns are only ever added.
CREATE TABLE IF NOT EXISTS ${schema}.log_source (
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
CREATE TABLE IF NOT EXISTS ${schema}.log_error (
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
CREATE OR REPLACE FUNCTION ${schema}.take_log(stream text, pod text, version text, pause interval,
    OUT epoch bigint, OUT locked boolean, OUT positions text, OUT age interval) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    got boolean := pg_try_advisory_lock(hashtextextended('schema-gate log ' || stream, 7369));
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO ${schema}.log_source (source, change)
        -- Behind the rows of it, where somebody has removed this one alone.
        SELECT stream, coalesce((SELECT max(e.change) FROM ${schema}.log_error e WHERE e.source = stream), 0)
        WHERE NOT EXISTS (SELECT FROM ${schema}.log_source WHERE source = stream) ON CONFLICT DO NOTHING;
    RETURN QUERY WITH before AS (SELECT s.source, clock_timestamp() - s.read_at AS age FROM ${schema}.log_source s
            WHERE s.source = stream AND (s.reader IS NULL OR s.locked AND got OR s.read_at < clock_timestamp() - 3 * s.every)
            FOR UPDATE SKIP LOCKED)
        UPDATE ${schema}.log_source s SET epoch = s.epoch + 1, reader = pod, program = version, locked = got, every = pause,
            read_at = clock_timestamp(), contract = greatest(s.contract, 1)
        FROM before WHERE s.source = before.source RETURNING s.epoch, s.locked, s.positions, before.age;
    IF got AND NOT FOUND THEN
        PERFORM pg_advisory_unlock(hashtextextended('schema-gate log ' || stream, 7369));
    END IF;
END
$$;

-- The reader is alive; false where another has taken its place.
CREATE OR REPLACE FUNCTION ${schema}.beat_log(stream text, mine bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE ${schema}.log_source SET read_at = clock_timestamp() WHERE source = stream AND epoch = mine;
    RETURN FOUND;
END
$$;

-- The reader cannot read, and says why.
CREATE OR REPLACE FUNCTION ${schema}.leave_log(stream text, mine bigint, why_code text, why text) RETURNS void LANGUAGE sql AS $$
    UPDATE ${schema}.log_source SET reader = NULL, code = why_code, reason = why WHERE source = stream AND epoch = mine;
$$;

-- Keeps the last 10,000 rows of a log, of a day, and remembers up to where they are gone.
CREATE OR REPLACE FUNCTION ${schema}.trim_log(stream text) RETURNS void LANGUAGE sql AS $$
    UPDATE ${schema}.log_source s SET pruned = greatest(s.pruned, s.change - 10000, (SELECT max(e.change) FROM ${schema}.log_error e
        WHERE e.source = stream AND e.written_at < clock_timestamp() - interval '1 day')) WHERE s.source = stream;
    DELETE FROM ${schema}.log_error e USING ${schema}.log_source s
        WHERE s.source = stream AND e.source = stream AND e.change <= s.pruned;
$$;

-- Numbers what a collector writes. It needs to know only INSERT: SQLSTATE SG001 is a canary's line, 00000 says that everything up to
-- "at" was read, SG002 that something was lost. What is told of another database is left out. Nothing was in this server's log later
-- than now, whatever a collector says.
CREATE OR REPLACE FUNCTION ${schema}.collect_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.source := coalesce(NEW.source, 'table');
    NEW.message := coalesce(NEW.message, '');
    NEW.at := least(NEW.at, clock_timestamp());
    IF NEW.database_name <> current_database() THEN
        RETURN NULL;
    END IF;
    INSERT INTO ${schema}.log_source AS s (source) SELECT NEW.source
        WHERE NOT EXISTS (SELECT FROM ${schema}.log_source WHERE source = NEW.source) ON CONFLICT DO NOTHING;
    IF NEW.sql_state IN ('SG001', '00000', 'SG002') THEN
        UPDATE ${schema}.log_source s SET read_at = clock_timestamp(),
            log_time = CASE WHEN NEW.sql_state = 'SG002' THEN s.log_time ELSE greatest(NEW.at, CASE WHEN s.log_time < clock_timestamp() THEN s.log_time END) END,
            gap = s.gap + (NEW.sql_state = 'SG002')::int,
            gap_reason = CASE WHEN NEW.sql_state = 'SG002' THEN NEW.message ELSE s.gap_reason END,
            canary = CASE WHEN NEW.sql_state = 'SG001' AND (NEW.at < s.log_time AND s.log_time < clock_timestamp()) IS NOT TRUE THEN json_strip_nulls(json_build_object(
                'timestamp', NEW.at, 'message', NEW.message, 'application_name', NEW.application_name, 'pid', NEW.pid, 'user', NEW.user_name,
                'dbname', NEW.database_name, 'remote_host', NEW.remote_host)) ELSE s.canary END
        WHERE s.source = NEW.source;
        RETURN NULL;
    END IF;
    NEW.first_at := least(NEW.first_at, NEW.at);
    NEW.count := coalesce(NEW.count, 1);
    NEW.position := coalesce(NEW.position, 0);
    NEW.written_at := clock_timestamp();
    UPDATE ${schema}.log_source s SET change = s.change + 1, read_at = clock_timestamp() WHERE s.source = NEW.source
        RETURNING s.change INTO NEW.change;
    IF NEW.change % 1000 = 0 THEN
        PERFORM ${schema}.trim_log(NEW.source);
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER collect_log BEFORE INSERT ON ${schema}.log_error FOR EACH ROW WHEN (NEW.change IS NULL)
    EXECUTE FUNCTION ${schema}.collect_log();

-- The last changes of state of each pod, so that a restarted gate can tell of those before it; at most 40 of a pod.
CREATE TABLE IF NOT EXISTS ${schema}.transition (
    app      text        NOT NULL,
    pod      text        NOT NULL,
    at       timestamptz NOT NULL,
    revision text        NOT NULL,
    state    text        NOT NULL,
    ready    boolean     NOT NULL,
    code     text        NOT NULL,
    reason   text        NOT NULL,
    PRIMARY KEY (app, pod, at)
);

-- Takes away what pods left that are gone for a week, and programs that are for a month. A closed pod's row stays for the week, so
-- that one that comes back is closed still; a program that is still in use parses its files once more.
CREATE OR REPLACE FUNCTION ${schema}.prune() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('schema-gate prune', 7369)) THEN
        RETURN;
    END IF;
    DELETE FROM ${schema}.pod p WHERE p.beat_at < clock_timestamp() - interval '7 days'
        OR p.beat_at < clock_timestamp() - interval '1 day' AND NOT EXISTS (SELECT FROM ${schema}.revocation r
            WHERE r.app = p.app AND r.pod = p.pod AND r.reopened_at IS NULL);
    DELETE FROM ${schema}.watch w WHERE w.read_at < clock_timestamp() - interval '7 days'
        AND NOT EXISTS (SELECT FROM ${schema}.pod p WHERE p.app = w.app AND p.pod = w.pod);
    DELETE FROM ${schema}.revocation r WHERE greatest(r.closed_at, r.reopened_at) < clock_timestamp() - interval '7 days'
        AND NOT EXISTS (SELECT FROM ${schema}.pod p WHERE p.app = r.app AND p.pod = r.pod);
    DELETE FROM ${schema}.transition t WHERE t.at < clock_timestamp() - interval '7 days'
        AND NOT EXISTS (SELECT FROM ${schema}.pod p WHERE p.app = t.app AND p.pod = t.pod);
    DELETE FROM ${schema}.compiled c WHERE c.made_at < clock_timestamp() - interval '30 days'
        AND EXISTS (SELECT FROM ${schema}.compiled n WHERE n.gate <> c.gate AND n.made_at > c.made_at);
    DELETE FROM ${schema}.head h WHERE h.found_at < clock_timestamp() - interval '30 days'
        AND EXISTS (SELECT FROM ${schema}.head n WHERE n.found_at > h.found_at);
    DELETE FROM ${schema}.log_source WHERE read_at < clock_timestamp() - interval '7 days';
    PERFORM ${schema}.trim_log(source) FROM ${schema}.log_source;
    DELETE FROM ${schema}.log_error e WHERE NOT EXISTS (SELECT FROM ${schema}.log_source s WHERE s.source = e.source);
END
$$;
