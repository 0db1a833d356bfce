ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate numeric;
