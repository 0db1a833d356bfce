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

CREATE TABLE IF NOT EXISTS ${schema}.canary (
    only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    id         text        NOT NULL,
    written_at timestamptz NOT NULL
);

INSERT INTO ${schema}.canary (id, written_at) VALUES ('none', '-infinity') ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION ${schema}.write_canary(every interval) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    fresh text := gen_random_uuid();
BEGIN
    IF NOT EXISTS (SELECT FROM ${schema}.canary
                   WHERE written_at BETWEEN clock_timestamp() - every AND clock_timestamp() + every) THEN
        UPDATE ${schema}.canary SET id = fresh, written_at = clock_timestamp()
        WHERE only_row = (SELECT only_row FROM ${schema}.canary
                          WHERE written_at NOT BETWEEN clock_timestamp() - every AND clock_timestamp() + every
                          FOR UPDATE SKIP LOCKED);
        IF FOUND THEN
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

-- The pods that beat within that time, as rows of app, pod, revision, state, ready, microseconds of the beat, name, address.
CREATE OR REPLACE FUNCTION ${schema}.live_pods(alive interval) RETURNS text[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(ARRAY[p.app, p.pod, p.revision, p.state, p.ready::text,
               (extract(epoch FROM p.beat_at) * 1000000)::bigint::text, coalesce(p.application_name, ''), coalesce(p.client_addr, '')]
           ORDER BY p.app, p.pod), '{}')
    FROM ${schema}.pod p WHERE p.beat_at > clock_timestamp() - alive
$$;

-- One heartbeat, made to be one expression of the statement that reads the log: this pod's row, and how far it has read.
CREATE OR REPLACE FUNCTION ${schema}.beat(app text, pod text, revision text, state text, ready boolean, application_name text,
    alive interval, sources text[], positions text[]) RETURNS text[] LANGUAGE sql AS $$
    DELETE FROM ${schema}.pod p WHERE p.beat_at < clock_timestamp() - interval '1 day';
    INSERT INTO ${schema}.watch AS w (app, pod, revision, source, positions)
    SELECT beat.app, beat.pod, beat.revision, r.source, r.positions FROM unnest(beat.sources, beat.positions) r (source, positions)
    ON CONFLICT (app, pod, source) DO UPDATE
    SET revision = EXCLUDED.revision, positions = EXCLUDED.positions, read_at = clock_timestamp();
    INSERT INTO ${schema}.pod AS p (app, pod, revision, state, ready, client_addr, application_name)
    VALUES (beat.app, beat.pod, beat.revision, beat.state, beat.ready, host(inet_client_addr()), beat.application_name)
    ON CONFLICT (app, pod) DO UPDATE
    SET revision = EXCLUDED.revision, state = EXCLUDED.state, ready = EXCLUDED.ready, client_addr = EXCLUDED.client_addr,
        application_name = EXCLUDED.application_name, beat_at = clock_timestamp();
    SELECT ${schema}.live_pods(beat.alive);
$$;
