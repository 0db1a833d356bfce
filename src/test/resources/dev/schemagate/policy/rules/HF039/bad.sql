CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_remark_idx ON public."Tax" (remark);
