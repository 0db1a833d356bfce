ALTER TABLE "Tax" RENAME COLUMN rate TO rate_percent;
