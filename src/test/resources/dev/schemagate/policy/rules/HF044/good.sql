ALTER TABLE public."Tax" VALIDATE CONSTRAINT tax_owner_fkey;
