CREATE INDEX CONCURRENTLY IF NOT EXISTS guardrail_run_token ON guardrail_run (token);
