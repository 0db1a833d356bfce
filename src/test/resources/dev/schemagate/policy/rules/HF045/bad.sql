DO $$ BEGIN
  ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate numeric;
  ALTER TABLE public."User" ADD COLUMN IF NOT EXISTS rate numeric;
END $$;
