CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_gross_idx ON public."Tax" ((lower(name)));
