ALTER TABLE "Tax" ADD COLUM rate numeric;
