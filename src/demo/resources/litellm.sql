-- A few tables in the shape LiteLLM's Prisma schema gives them, as an upgrade left them: the code is newer than the tables.
CREATE TABLE "LiteLLM_VerificationToken" (
    "token"      TEXT PRIMARY KEY,
    "key_name"   TEXT,
    "key_alias"  TEXT,
    "spend"      DOUBLE PRECISION NOT NULL DEFAULT 0.0,
    "expires"    TIMESTAMP(3),
    "models"     TEXT[],
    "user_id"    TEXT,
    "team_id"    TEXT,
    "metadata"   JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "LiteLLM_DailyTeamSpend" (
    "id"           TEXT PRIMARY KEY,
    "team_id"      TEXT,
    "date"         TEXT NOT NULL,
    "api_key"      TEXT NOT NULL,
    "model"        TEXT,
    "spend"        DOUBLE PRECISION NOT NULL DEFAULT 0.0,
    "api_requests" BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE "LiteLLM_SpendLogs" (
    "request_id" TEXT PRIMARY KEY,
    "call_type"  TEXT NOT NULL,
    "api_key"    TEXT NOT NULL DEFAULT '',
    "spend"      DOUBLE PRECISION NOT NULL DEFAULT 0.0,
    "startTime"  TIMESTAMP(3) NOT NULL,
    "endTime"    TIMESTAMP(3) NOT NULL
);

CREATE TABLE "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
);

INSERT INTO "LiteLLM_VerificationToken" ("token", "key_name")
SELECT md5(n::text), 'key ' || n FROM generate_series(1, 1000) n;
