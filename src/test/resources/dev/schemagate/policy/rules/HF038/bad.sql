CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_code_idx" ON public."Tax" (((data ->> 'code')::int));
