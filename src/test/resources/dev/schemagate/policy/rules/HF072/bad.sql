ALTER TABLE "Tax" SET (fillfactor = 70);
