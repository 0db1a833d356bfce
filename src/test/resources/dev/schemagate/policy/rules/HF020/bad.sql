CREATE TABLE IF NOT EXISTS public.tax_audit (id bigint);
