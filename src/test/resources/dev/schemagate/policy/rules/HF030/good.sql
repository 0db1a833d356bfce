ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate numeric NOT NULL DEFAULT 0;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS since timestamptz NOT NULL DEFAULT TIMESTAMP WITH TIME ZONE 'epoch';
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS read_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc');
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS due timestamptz NOT NULL DEFAULT now() + interval '1 day';
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS seconds int NOT NULL DEFAULT 60 * 60 * 24;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS editor text NOT NULL DEFAULT current_user;
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS options jsonb NOT NULL DEFAULT jsonb_build_object('a', 1);
ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS day timestamp(3) NOT NULL DEFAULT date_trunc('day', now());
