ALTER TABLE public."Tax" ADD COLUMN rate numeric;
