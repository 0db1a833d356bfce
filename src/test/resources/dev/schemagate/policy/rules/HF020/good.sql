ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS audited_at timestamptz;
