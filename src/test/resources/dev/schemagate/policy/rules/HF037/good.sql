ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS owner text;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'tax_owner_fkey') THEN
    -- gate: allow HF037 the column is new with this deploy, nobody writes it yet
    ALTER TABLE public."Tax" ADD CONSTRAINT tax_owner_fkey FOREIGN KEY (owner) REFERENCES public."User" (id) NOT VALID;
  END IF;
END $$;
