ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS share numeric(5,2);
