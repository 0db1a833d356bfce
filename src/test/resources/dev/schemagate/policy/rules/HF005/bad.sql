ALTER TABLE "Tax" ADD CONSTRAINT tax_owner_fkey FOREIGN KEY (owner) REFERENCES "User" (id) NOT VALID;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname <> 'tax_owner_fkey') THEN
    ALTER TABLE "Tax" ADD CONSTRAINT tax_owner_fkey FOREIGN KEY (owner) REFERENCES "User" (id) NOT VALID;
  END IF;
END $$;
