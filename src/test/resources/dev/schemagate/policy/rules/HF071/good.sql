SELECT 1;
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_text_idx" ON public."Tax" USING gin (jsonb_to_tsvector('english', data, '["all"]'));
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_open_idx" ON public."Tax" (id) WHERE status = 'open'::"Status";
