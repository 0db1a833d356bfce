-- gate: allow HF032
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_name_key ON public."Tax" (name);
