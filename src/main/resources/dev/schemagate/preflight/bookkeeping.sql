CREATE SCHEMA IF NOT EXISTS ${schema};

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
