ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS discounted_rate numeric;
