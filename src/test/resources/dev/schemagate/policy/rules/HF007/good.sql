CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_rate_idx" ON public."Tax" (rate);
