ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate_or_null numeric;
