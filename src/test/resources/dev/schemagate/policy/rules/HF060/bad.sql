ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS pending_rate numeric;
