ALTER TABLE "Tax" SET (fillfactor = 70);
CREATE STATISTICS IF NOT EXISTS tax_name_rate ON name, rate FROM "Tax";
