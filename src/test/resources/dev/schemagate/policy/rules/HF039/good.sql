CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_remark_idx ON public."Tax" (md5(remark));
CREATE INDEX CONCURRENTLY IF NOT EXISTS tax_remark_hash_idx ON public."Tax" USING hash (remark);
