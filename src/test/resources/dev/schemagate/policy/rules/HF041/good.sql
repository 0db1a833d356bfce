ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS token uuid;
ALTER TABLE public."Tax" ALTER COLUMN token SET DEFAULT gen_random_uuid();
