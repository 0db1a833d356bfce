CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_code_idx" ON public."Tax" ((data ->> 'code')) WHERE data ->> 'code' <> '';
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_name_idx" ON public."Tax" (lower(name), (first || ' ' || last));
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_day_idx" ON public."Tax" (date_trunc('day', created_at)) WHERE deleted_at IS NULL;
