-- gate: allow HF040 the table is small
CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_name_idx ON public."Tax" (name);
