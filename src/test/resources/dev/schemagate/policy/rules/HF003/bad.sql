ALTER TABLE "Tax" ADD COLUMN rate numeric;
