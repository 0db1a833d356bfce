CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_rate_idx ON public."Tax" (rate);
