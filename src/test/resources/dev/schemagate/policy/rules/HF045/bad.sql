DO $$ BEGIN
  ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate numeric;
  ALTER TABLE public."User" ADD COLUMN IF NOT EXISTS rate numeric;
END $$;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS owner int REFERENCES public."User" (id);
