-- gate: allow HF032 no release writes names yet
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_name_key ON public."Tax" (name);
