CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_code_idx" ON public."Tax" (((data ->> 'code')::int));
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_share_idx" ON public."Tax" ((100 / rate));
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Tax_open_idx" ON public."Tax" (id) WHERE substr(name, 2)::int > 3;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS share int GENERATED ALWAYS AS (100 / rate) VIRTUAL;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS tenant text DEFAULT current_setting('app.tenant');
