CREATE TABLE guardrail_run (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token      text        NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now()
);
