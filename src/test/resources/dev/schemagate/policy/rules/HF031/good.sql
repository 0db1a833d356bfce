ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS new_rate numeric;
