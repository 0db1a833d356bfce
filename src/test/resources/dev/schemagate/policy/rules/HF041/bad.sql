ALTER TABLE "Tax" ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
