CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_name_key ON "Tax" (name);
ALTER TYPE public.pair ADD ATTRIBUTE third integer;
